/** What AWS, Kubernetes or Helm accepts as a text. */
export interface Limit {
  readonly most: number;
  readonly shape: RegExp;
  readonly source: string;
}

const api = "https://docs.aws.amazon.com";
const kubernetes = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/";

const limit = (most: number, shape: RegExp, source: string): Limit => ({ most, shape, source });

const words = /^[A-Za-z0-9_-]+$/;
const anything = /^[\s\S]+$/;
const ec2Words = /^[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]*$/;
/** A letter first, single hyphens, none at the end. */
const rdsIdentifier = /^[A-Za-z](?:-?[A-Za-z0-9])*$/;
const elbName = /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
/** Two hyphens in a row are refused by the console, and by the API at times. https://github.com/aws/aws-sdk-js/issues/3300 */
const targetGroupName = /^(?!.*--)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const latticeName = /^(?!rcfg-|rgw-)[a-z0-9](?:-?[a-z0-9])*$/;
const iamDescription = /^[\t\n\r\x20-\x7e\u00a1-\u00ff]*$/;

const securityGroup = `${api}/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html`;
const securityGroupRule = `${api}/AWSEC2/latest/APIReference/API_IpRange.html`;
const lattice = `${api}/vpc-lattice/latest/APIReference`;
const rds = `${api}/AmazonRDS/latest/APIReference`;

const label = limit(63, /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, `${kubernetes}#dns-label-names`);
const service = limit(63, /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/, `${kubernetes}#rfc-1035-label-names`);
const subdomain = limit(
  253,
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
  `${kubernetes}#dns-subdomain-names`,
);

/** Names and descriptions, by resource type and argument. */
export const texts: Readonly<Record<string, Limit>> = {
  "aws_cloudwatch_dashboard.dashboard_name": limit(
    255,
    words,
    `${api}/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html`,
  ),
  "aws_cloudwatch_event_rule.description": limit(
    512,
    anything,
    `${api}/eventbridge/latest/APIReference/API_PutRule.html`,
  ),
  "aws_cloudwatch_event_rule.name": limit(
    64,
    /^[.\w-]+$/,
    `${api}/eventbridge/latest/APIReference/API_PutRule.html`,
  ),
  "aws_cloudwatch_event_target.target_id": limit(
    64,
    /^[.\w-]+$/,
    `${api}/eventbridge/latest/APIReference/API_Target.html`,
  ),
  "aws_cloudwatch_log_group.name": limit(
    512,
    /^[.\-_/#A-Za-z0-9]+$/,
    `${api}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html`,
  ),
  "aws_cloudwatch_log_metric_filter.name": limit(
    512,
    /^[^:*]+$/,
    `${api}/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html`,
  ),
  "aws_cloudwatch_metric_alarm.alarm_description": limit(
    1024,
    anything,
    `${api}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  ),
  "aws_cloudwatch_metric_alarm.alarm_name": limit(
    255,
    anything,
    `${api}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  ),
  "aws_cloudwatch_metric_alarm.metric_name": limit(
    255,
    anything,
    `${api}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  ),
  "aws_cloudwatch_metric_alarm.namespace": limit(
    255,
    /^[^:]/,
    `${api}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  ),
  "aws_db_event_subscription.name": limit(254, rdsIdentifier, `${rds}/API_CreateEventSubscription.html`),
  "aws_db_instance.ca_cert_identifier": limit(255, rdsIdentifier, `${rds}/API_CreateDBInstance.html`),
  "aws_db_instance.db_name": limit(63, /^[A-Za-z][A-Za-z0-9_]*$/, `${rds}/API_CreateDBInstance.html`),
  "aws_db_instance.final_snapshot_identifier": limit(255, rdsIdentifier, `${rds}/API_DeleteDBInstance.html`),
  "aws_db_instance.identifier": limit(63, rdsIdentifier, `${rds}/API_CreateDBInstance.html`),
  "aws_db_instance.username": limit(63, /^[A-Za-z]\w*$/, `${rds}/API_CreateDBInstance.html`),
  "aws_db_parameter_group.description": limit(255, anything, `${rds}/API_CreateDBParameterGroup.html`),
  "aws_db_parameter_group.name": limit(255, rdsIdentifier, `${rds}/API_CreateDBParameterGroup.html`),
  "aws_db_proxy.name": limit(63, rdsIdentifier, `${rds}/API_CreateDBProxy.html`),
  "aws_db_subnet_group.description": limit(255, anything, `${rds}/API_CreateDBSubnetGroup.html`),
  "aws_db_subnet_group.name": limit(
    255,
    /^(?!default$)[a-z0-9._ -]+$/,
    `${rds}/API_CreateDBSubnetGroup.html`,
  ),
  "aws_eks_addon.addon_name": limit(100, words, `${api}/eks/latest/APIReference/API_CreateAddon.html`),
  "aws_eks_cluster.name": limit(
    100,
    /^[0-9A-Za-z][\w-]*$/,
    `${api}/eks/latest/APIReference/API_CreateCluster.html`,
  ),
  // The provider adds 26 characters to a prefix.
  "aws_eks_node_group.node_group_name_prefix": limit(
    63 - 26,
    /^[0-9A-Za-z][\w-]*$/,
    `${api}/eks/latest/APIReference/API_CreateNodegroup.html`,
  ),
  "aws_iam_role.description": limit(
    1000,
    iamDescription,
    `${api}/IAM/latest/APIReference/API_CreateRole.html`,
  ),
  "aws_iam_role.name": limit(64, /^[\w+=,.@-]+$/, `${api}/IAM/latest/APIReference/API_CreateRole.html`),
  "aws_kms_alias.name": limit(
    256,
    /^alias\/(?!aws\/)[A-Za-z0-9/_-]+$/,
    `${api}/kms/latest/APIReference/API_CreateAlias.html`,
  ),
  "aws_kms_key.description": limit(8192, anything, `${api}/kms/latest/APIReference/API_CreateKey.html`),
  "aws_lambda_function.description": limit(256, anything, `${api}/lambda/latest/api/API_CreateFunction.html`),
  "aws_lambda_function.function_name": limit(64, words, `${api}/lambda/latest/api/API_CreateFunction.html`),
  "aws_lambda_permission.statement_id": limit(100, words, `${api}/lambda/latest/api/API_AddPermission.html`),
  "aws_launch_template.description": limit(
    255,
    ec2Words,
    `${api}/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html`,
  ),
  "aws_launch_template.name": limit(
    128,
    /^[A-Za-z0-9().\-/_]{3,}$/,
    `${api}/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html`,
  ),
  "aws_lb.name": limit(
    32,
    elbName,
    `${api}/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html`,
  ),
  "aws_lb_target_group.name": limit(
    32,
    targetGroupName,
    `${api}/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html`,
  ),
  "aws_s3_bucket.bucket": limit(
    63,
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    `${api}/AmazonS3/latest/userguide/bucketnamingrules.html`,
  ),
  "aws_secretsmanager_secret.description": limit(
    2048,
    anything,
    `${api}/secretsmanager/latest/apireference/API_CreateSecret.html`,
  ),
  // A hyphen and six characters at its end would be taken for the suffix of an ARN.
  "aws_secretsmanager_secret.name": limit(
    512,
    /^(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]+$/,
    `${api}/secretsmanager/latest/apireference/API_CreateSecret.html`,
  ),
  "aws_security_group.description": limit(255, ec2Words, securityGroup),
  "aws_security_group.name": limit(255, /^(?!sg-)[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]+$/, securityGroup),
  "aws_sns_topic.name": limit(256, words, `${api}/sns/latest/api/API_CreateTopic.html`),
  "aws_sqs_queue.name": limit(
    80,
    words,
    `${api}/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html`,
  ),
  "aws_vpc_endpoint.service_name": limit(
    255,
    /^[a-z0-9.-]+$/,
    `${api}/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html`,
  ),
  "aws_vpc_security_group_egress_rule.description": limit(255, ec2Words, securityGroupRule),
  "aws_vpc_security_group_ingress_rule.description": limit(255, ec2Words, securityGroupRule),
  "aws_vpclattice_resource_configuration.name": limit(
    40,
    latticeName,
    `${lattice}/API_CreateResourceConfiguration.html`,
  ),
  "aws_vpclattice_resource_gateway.name": limit(40, latticeName, `${lattice}/API_CreateResourceGateway.html`),
  "helm_release.name": limit(53, label.shape, "https://helm.sh/docs/chart_template_guide/getting_started/"),
  "helm_release.namespace": label,
  "kubernetes_cluster_role_binding_v1.metadata": subdomain,
  "kubernetes_cluster_role_v1.metadata": subdomain,
  "kubernetes_config_map_v1.metadata": subdomain,
  // Names of its pods, and of what they are labelled with, start with it.
  "kubernetes_deployment_v1.metadata": label,
  "kubernetes_limit_range_v1.metadata": subdomain,
  "kubernetes_manifest.manifest": subdomain,
  "kubernetes_namespace_v1.metadata": label,
  "kubernetes_network_policy_v1.metadata": subdomain,
  "kubernetes_pod_disruption_budget_v1.metadata": subdomain,
  "kubernetes_resource_quota_v1.metadata": subdomain,
  "kubernetes_role_binding_v1.metadata": subdomain,
  "kubernetes_role_v1.metadata": subdomain,
  "kubernetes_service_account_v1.metadata": subdomain,
  "kubernetes_service_v1.metadata": service,
};

/** Arguments of these names hold a text that AWS judges. */
export const isText =
  /(^|_)(name|name_prefix|identifier|description|username|namespace|bucket|target_id|statement_id)$/;
