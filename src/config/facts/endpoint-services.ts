/**
 * Services with interface endpoints, by their short names: com.amazonaws.<region>.<name>. Not all are in every region.
 * Left out: gateway endpoints, FIPS variants, and what no cluster calls.
 *
 * Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const endpointServices: readonly string[] = [
  "access-analyzer acm acm-pca airflow.api airflow.env airflow.ops appconfig appconfigdata",
  "application-autoscaling application-signals aps aps-workspaces athena autoscaling backup batch bedrock",
  "bedrock-agent bedrock-agent-runtime bedrock-runtime cassandra cloudformation cloudhsmv2 cloudtrail",
  "codeartifact.api codeartifact.repositories codebuild codecommit codeconnections.api codedeploy codepipeline",
  "cognito-identity cognito-idp comprehend config datasync dms ds dynamodb-streams ebs ec2 ec2messages ecr.api",
  "ecr.dkr ecs ecs-agent ecs-telemetry eks eks-auth elasticache elasticfilesystem elasticloadbalancing",
  "elasticmapreduce email email-smtp emr-containers emr-serverless events execute-api fis fsx git-codecommit",
  "glue grafana grafana-workspace guardduty guardduty-data imagebuilder inspector-scan inspector2 iot.data",
  "kafka kinesis-firehose kinesis-streams kms lakeformation lambda license-manager logs macie2 memory-db",
  "monitoring mq network-firewall organizations pipes pipes-data polly pricing.api ram rds rds-data redshift",
  "redshift-data redshift-serverless rekognition resource-groups rolesanywhere s3tables sagemaker.api",
  "sagemaker.runtime scheduler schemas secretsmanager securityhub servicecatalog servicediscovery sns sqs ssm",
  "ssm-contacts ssm-incidents ssmmessages states storagegateway sts sync-states synthetics tagging textract",
  "transcribe transfer translate verifiedpermissions vpc-lattice wafv2 workspaces xray",
].flatMap((line) => line.split(" "));
