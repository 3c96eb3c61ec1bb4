import { everyResource, type Rule } from "../rule";

export const endpointServicesAccept: Rule = {
  id: "endpoint-services-accept",
  threat:
    "A principal of another account that creates an endpoint has a path to the database that no plan of these stacks shows.",
  check: everyResource("aws_vpc_endpoint_service", "acceptance_required", (text) => text === "true"),
};
