import { everyResource, type Rule } from "../rule";

export const endpointServicesAccept: Rule = {
  id: "endpoint-services-accept",
  threat:
    "A principal of another account that makes an endpoint has a way to the database that no plan here shows.",
  check: everyResource("aws_vpc_endpoint_service", "acceptance_required", (text) => text === "true"),
};
