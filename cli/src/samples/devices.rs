//! Wearables, energy, vehicles and freight.

use super::{SampleSet, samples};

pub(super) const DEVICES: &[SampleSet] = &[
    SampleSet {
        slugs: &["terra"],
        headers: &[("x-terra-trace-id", "0a1b2c3d-0000-4000-8000-f00df00df00d")],
        samples: samples! { "terra"
            "daily" = "daily.json",
            "access_revoked" = "access_revoked.json",
            "activity" = "activity.json",
            "athlete" = "athlete.json",
            "auth" = "auth.json",
            "auth_cancelled" = "auth_cancelled.json",
            "body" = "body.json",
            "connection_error" = "connection_error.json",
            "deauth" = "deauth.json",
            "health_observation" = "health_observation.json",
            "hormone" = "hormone.json",
            "lab_report.completed" = "lab_report.completed.json",
            "lab_report.failed" = "lab_report.failed.json",
            "large_request_processing" = "large_request_processing.json",
            "large_request_sending" = "large_request_sending.json",
            "menstruation" = "menstruation.json",
            "nutrition" = "nutrition.json",
            "permission_change" = "permission_change.json",
            "planned_workout" = "planned_workout.json",
            "s3_payload" = "s3_payload.json",
            "sleep" = "sleep.json",
            "user_reauth" = "user_reauth.json",
            "google_no_datasource" = "google_no_datasource.json",
            "healthcheck" = "healthcheck.json",
            "processing" = "processing.json",
            "rate_limit_hit" = "rate_limit_hit.json",
        },
    },
    SampleSet {
        slugs: &["texture"],
        headers: &[("texture-timestamp", "2026-11-18T11:06:40.000Z")],
        samples: samples! { "texture"
            "device.updated" = "device.updated.json",
            "command.failed" = "command.failed.json",
            "command.succeeded" = "command.succeeded.json",
            "customer.created" = "customer.created.json",
            "device.created" = "device.created.json",
            "device.disconnected" = "device.disconnected.json",
            "device.discovered" = "device.discovered.json",
            "enrollment.approved" = "enrollment.approved.json",
            "enrollment.rejected" = "enrollment.rejected.json",
            "enrollment.submitted" = "enrollment.submitted.json",
            "site.created" = "site.created.json",
        },
    },
    SampleSet {
        slugs: &["centrepoint", "centrepoint-basic", "centrepoint-bearer"],
        headers: &[
            ("x-actigraph-event", "{event}"),
            ("x-actigraph-delivery", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
        ],
        samples: samples! { "centrepoint"
            "upload" = "upload.json",
            "raw_processing_complete" = "raw_processing_complete.json",
            "data_retrieval_complete" = "data_retrieval_complete.json",
            "daily_statistics_complete" = "daily_statistics_complete.json",
            "cp2_daily_statistics_complete" = "cp2_daily_statistics_complete.json",
        },
    },
    SampleSet {
        slugs: &["tradelens", "tradelens-sha1"],
        headers: &[],
        samples: samples! { "tradelens"
            "actualDischargeFromBarge" = "actual-discharge-from-barge.json",
            "actualGateOut" = "actual-gate-out.json",
            "actualLoadedOnVessel" = "actual-loaded-on-vessel.json",
            "actualVesselDeparture" = "actual-vessel-departure.json",
            "estimatedVesselArrival" = "estimated-vessel-arrival.json",
        },
    },
    SampleSet {
        slugs: &["junction"],
        headers: &[("user-agent", "Svix-Webhooks/1.80.0")],
        samples: samples! { "junction"
            "daily.data.sleep.created" = "daily.data.sleep.created.json",
        },
    },
    SampleSet {
        slugs: &["metriport"],
        headers: &[],
        samples: samples! { "metriport"
            "devices.health-data" = "devices.health-data.json",
        },
    },
    SampleSet {
        slugs: &["whoop-partner"],
        headers: &[],
        samples: samples! { "whoop-partner"
            "lab_requisition.updated" = "lab_requisition.updated.json",
        },
    },
    SampleSet {
        slugs: &["smartcar"],
        headers: &[],
        samples: samples! { "smartcar"
            "VEHICLE_STATE" = "vehicle_state.json",
        },
    },
];
