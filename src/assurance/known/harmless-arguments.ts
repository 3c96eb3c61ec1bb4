/**
 * Arguments of types that carry no packets and hold no credentials. Not included: arguments that grant access, send
 * content elsewhere, or attach something, such as another region, a public grant, a role or an interface. Types in
 * nested.ts are judged there. From the schema of the provider version in terraform.ts.
 */
export const harmlessArguments: Readonly<Record<string, string>> = {
  aws_accessanalyzer_analyzer: "analyzer_name type",
  aws_acm_certificate:
    "domain_name early_renewal_duration key_algorithm subject_alternative_names validation_method validation_option",
  aws_backup_vault: "force_destroy kms_key_arn name",
  aws_budgets_budget:
    "account_id auto_adjust_data billing_view_arn budget_type cost_filter cost_types limit_amount limit_unit name name_prefix planned_limit time_period_end time_period_start time_unit",
  aws_ce_anomaly_monitor: "monitor_dimension monitor_specification monitor_type name",
  aws_ce_cost_allocation_tag: "status tag_key",
  aws_ce_cost_category: "default_value effective_start name rule rule_version split_charge_rule",
  aws_cloudwatch_composite_alarm:
    "actions_enabled alarm_actions alarm_description alarm_name alarm_rule insufficient_data_actions ok_actions",
  aws_cloudwatch_contributor_insight_rule: "rule_definition rule_name rule_state",
  aws_cloudwatch_dashboard: "dashboard_body dashboard_name",
  aws_cloudwatch_log_anomaly_detector:
    "anomaly_visibility_time detector_name enabled evaluation_frequency filter_pattern kms_key_id log_group_arn_list",
  aws_cloudwatch_log_data_protection_policy: "log_group_name policy_document",
  aws_cloudwatch_log_group:
    "deletion_protection_enabled kms_key_id log_group_class name name_prefix retention_in_days skip_destroy",
  aws_cloudwatch_log_index_policy: "log_group_name policy_document",
  aws_cloudwatch_log_metric_filter:
    "apply_on_transformed_logs log_group_name metric_transformation name pattern",
  aws_cloudwatch_metric_alarm:
    "actions_enabled alarm_actions alarm_description alarm_name comparison_operator datapoints_to_alarm dimensions evaluate_low_sample_count_percentiles evaluation_periods extended_statistic insufficient_data_actions metric_name metric_query namespace ok_actions period statistic threshold threshold_metric_id treat_missing_data unit",
  aws_cloudwatch_query_definition: "log_group_names name query_string",
  aws_db_event_subscription: "enabled event_categories name name_prefix sns_topic source_ids source_type",
  aws_dynamodb_table:
    "attribute billing_mode deletion_protection_enabled global_secondary_index hash_key local_secondary_index name on_demand_throughput point_in_time_recovery range_key read_capacity server_side_encryption stream_enabled stream_view_type table_class ttl warm_throughput write_capacity",
  aws_ec2_capacity_reservation:
    "availability_zone ebs_optimized end_date end_date_type instance_count instance_match_criteria instance_platform instance_type tenancy",
  aws_ecr_lifecycle_policy: "policy repository",
  aws_ecr_repository:
    "encryption_configuration force_delete image_scanning_configuration image_tag_mutability image_tag_mutability_exclusion_filter name",
  aws_eip: "domain",
  aws_flow_log:
    "destination_options eni_id iam_role_arn log_destination log_destination_type log_format max_aggregation_interval subnet_id traffic_type vpc_id",
  aws_guardduty_detector: "enable finding_publishing_frequency",
  aws_iam_account_alias: "account_alias",
  aws_lambda_function_event_invoke_config:
    "destination_config function_name maximum_event_age_in_seconds maximum_retry_attempts qualifier",
  aws_placement_group: "name partition_count spread_level strategy",
  aws_resourcegroups_group: "name resource_query",
  aws_route53_health_check:
    "child_health_threshold child_healthchecks cloudwatch_alarm_name cloudwatch_alarm_region disabled enable_sni failure_threshold fqdn insufficient_data_health_status invert_healthcheck ip_address measure_latency port reference_name regions request_interval resource_path search_string triggers type",
  aws_route53_query_log: "cloudwatch_log_group_arn zone_id",
  aws_route53_record:
    "alias allow_overwrite cidr_routing_policy failover_routing_policy geolocation_routing_policy geoproximity_routing_policy health_check_id latency_routing_policy multivalue_answer_routing_policy name records set_identifier ttl type weighted_routing_policy zone_id",
  aws_route53_zone: "comment enable_accelerated_recovery force_destroy name vpc",
  aws_route53_zone_association: "vpc_id zone_id",
  aws_s3_bucket:
    "bucket bucket_prefix force_destroy lifecycle_rule logging object_lock_configuration object_lock_enabled policy server_side_encryption_configuration versioning",
  aws_s3_bucket_lifecycle_configuration:
    "bucket expected_bucket_owner rule transition_default_minimum_object_size",
  aws_s3_bucket_logging: "bucket expected_bucket_owner target_bucket target_object_key_format target_prefix",
  aws_s3_bucket_ownership_controls: "bucket rule",
  aws_s3_bucket_policy: "bucket policy",
  aws_s3_bucket_public_access_block:
    "block_public_acls block_public_policy bucket ignore_public_acls restrict_public_buckets skip_destroy",
  aws_s3_bucket_server_side_encryption_configuration: "bucket expected_bucket_owner rule",
  aws_s3_bucket_versioning: "bucket expected_bucket_owner mfa versioning_configuration",
  aws_securityhub_account: "auto_enable_controls control_finding_generator enable_default_standards",
  aws_servicequotas_service_quota: "quota_code service_code value",
  aws_sns_topic:
    "application_success_feedback_sample_rate archive_policy content_based_deduplication delivery_policy display_name fifo_throughput_scope fifo_topic firehose_success_feedback_sample_rate http_success_feedback_sample_rate kms_master_key_id lambda_success_feedback_sample_rate name name_prefix policy signature_version sqs_success_feedback_sample_rate tracing_config",
  aws_sns_topic_policy: "arn policy",
  aws_sns_topic_subscription:
    "confirmation_timeout_in_minutes delivery_policy endpoint endpoint_auto_confirms filter_policy filter_policy_scope protocol raw_message_delivery redrive_policy topic_arn",
  aws_sqs_queue:
    "content_based_deduplication deduplication_scope delay_seconds fifo_queue fifo_throughput_limit kms_data_key_reuse_period_seconds kms_master_key_id max_message_size message_retention_seconds name name_prefix policy receive_wait_time_seconds redrive_allow_policy redrive_policy sqs_managed_sse_enabled visibility_timeout_seconds",
  aws_sqs_queue_policy: "policy queue_url",
  aws_sqs_queue_redrive_allow_policy: "queue_url redrive_allow_policy",
  aws_sqs_queue_redrive_policy: "queue_url redrive_policy",
  aws_vpc_dhcp_options: "domain_name domain_name_servers",
  aws_vpc_dhcp_options_association: "dhcp_options_id vpc_id",
  aws_vpc_endpoint_connection_notification:
    "connection_events connection_notification_arn vpc_endpoint_id vpc_endpoint_service_id",
  aws_vpc_endpoint_policy: "policy vpc_endpoint_id",
  aws_vpc_endpoint_private_dns: "private_dns_enabled vpc_endpoint_id",
  aws_vpc_endpoint_service_allowed_principal: "principal_arn vpc_endpoint_service_id",
  aws_vpc_peering_connection_options: "accepter requester vpc_peering_connection_id",
  aws_wafv2_ip_set: "addresses ip_address_version name name_prefix scope",
  aws_wafv2_web_acl_association: "resource_arn web_acl_arn",
  aws_xray_sampling_rule:
    "attributes fixed_rate host http_method priority reservoir_size resource_arn rule_name service_name service_type url_path version",
  kubernetes_horizontal_pod_autoscaler: "metadata spec",
  kubernetes_horizontal_pod_autoscaler_v1: "metadata spec",
  kubernetes_horizontal_pod_autoscaler_v2: "metadata spec",
  kubernetes_limit_range_v1: "metadata spec",
  kubernetes_network_policy_v1: "metadata spec",
  kubernetes_pod_disruption_budget_v1: "metadata spec",
  kubernetes_priority_class_v1: "global_default metadata preemption_policy value",
};
