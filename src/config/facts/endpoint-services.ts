/**
 * Services that a cluster can call through interface endpoints, by short name: com.amazonaws.<region>.<name>. Not every
 * region has all. The proof refuses an endpoint without a restrictive policy, so every listed service supports endpoint
 * policies. All its callers sign requests with IAM: a policy that requires the caller's account would refuse anonymous
 * callers.
 *
 * Sources: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html and the page about
 * endpoint policies in the guide of each service.
 */
export const endpointServices: readonly string[] = [
  "access-analyzer acm-pca appconfig appconfigdata application-autoscaling aps aps-workspaces athena autoscaling backup",
  "batch bedrock bedrock-agent bedrock-agent-runtime bedrock-runtime cloudformation cloudtrail codebuild comprehend ebs",
  "ec2 ec2messages ecr.api ecr.dkr eks eks-auth elasticache elasticfilesystem elasticloadbalancing elasticmapreduce",
  "events fsx glue kinesis-firehose kinesis-streams kms lambda logs monitoring rds rds-data redshift-data rekognition",
  "sagemaker.api sagemaker.runtime scheduler secretsmanager servicediscovery sns sqs ssm ssmmessages states sts",
  "sync-states synthetics textract transcribe translate xray",
].flatMap((line) => line.split(" "));
