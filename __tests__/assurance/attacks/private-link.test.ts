import { judge } from "./judge";

judge("private-link");
