import { judge } from "./judge";

judge("peering");
