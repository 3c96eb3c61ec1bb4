import { judge } from "./judge";

judge("same-vpc");
