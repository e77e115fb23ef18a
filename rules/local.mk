# rules: the packs. One list and one install folder for each.
rulesdir = $(pkgdatadir)/rules
dist_rules_DATA = rules/README.md

rules_anomalydir = $(rulesdir)/anomaly
dist_rules_anomaly_DATA =
dist_rules_anomaly_DATA += rules/anomaly/action_burst.lur
dist_rules_anomaly_DATA += rules/anomaly/federation_token_first_time.lur
dist_rules_anomaly_DATA += rules/anomaly/new_action_for_actor.lur
dist_rules_anomaly_DATA += rules/anomaly/new_actor.lur
dist_rules_anomaly_DATA += rules/anomaly/new_country_for_actor.lur
dist_rules_anomaly_DATA += rules/anomaly/new_network_for_actor.lur
dist_rules_anomaly_DATA += rules/anomaly/new_role_for_access_key.lur
dist_rules_anomaly_DATA += rules/anomaly/new_role_for_actor.lur
dist_rules_anomaly_DATA += rules/anomaly/new_service_for_account.lur
dist_rules_anomaly_DATA += rules/anomaly/pack.lur
dist_rules_anomaly_DATA += rules/anomaly/rare_country_for_action.lur
dist_rules_anomaly_DATA += rules/anomaly/rare_network_for_actor.lur
dist_rules_anomaly_DATA += rules/anomaly/rare_service_for_actor.lur
dist_rules_anomaly_DATA += rules/anomaly/retention_shortened_first_time.lur
dist_rules_anomaly_DATA += rules/anomaly/snapshot_shared_first_time.lur
dist_rules_anomaly_DATA += rules/anomaly/spike_in_denied.lur
dist_rules_anomaly_DATA += rules/anomaly/spike_in_discovery.lur
dist_rules_anomaly_DATA += rules/anomaly/spike_in_errors.lur
dist_rules_anomaly_DATA += rules/anomaly/spike_in_events.lur
dist_rules_anomaly_DATA += rules/anomaly/third_party_access.lur
dist_rules_anomaly_DATA += rules/anomaly/workload_role_lists_buckets_first_time.lur
