import { everyResource, type Rule } from "../rule";

export const endpointServicesAccept: Rule = {
  id: "endpoint-services-accept",
  threat:
    "Whoever is allowed an endpoint in the account has a way to the database that no plan of this one shows.",
  check: everyResource("aws_vpc_endpoint_service", "acceptance_required", (text) => text === "true"),
};
