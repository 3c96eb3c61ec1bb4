import { judge } from "./judge";

judge("resource-endpoint");
