//! The samples of Terra, Texture, `CentrePoint` and `TradeLens` are typed events.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

use serde::de::DeserializeOwned;
use std::process::Command;
use verihook::{Batch, Json, Payload as _};
use verihook_events::{
    CentrePointDailyStatistics, CentrePointDailyStatistics2, CentrePointDataRetrieval,
    CentrePointEventType, CentrePointRawProcessing, CentrePointUpload, TerraEvent, TerraEventType,
    TextureEvent, TextureEventType, TradeLensEvent,
};

fn run(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_verihook")).arg("send").args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn events(slug: &str) -> Vec<String> {
    let mut events: Vec<_> =
        run(&["--provider", slug, "--list-events"]).lines().map(str::to_owned).collect();
    events.sort_unstable();
    events
}

/// Returns the body of this event as it is sent.
fn body(slug: &str, event: &str) -> Vec<u8> {
    let arguments =
        ["http://h/", "--provider", slug, "--secret", "s3cret", "--event", event, "--dry-run"];
    let request = run(&arguments);
    request.split_once("\r\n\r\n").unwrap().1.as_bytes().to_vec()
}

fn read<T: DeserializeOwned>(slug: &str, event: &str) -> T {
    Json::<T>::from_slice(&body(slug, event)).unwrap().0
}

#[test]
fn terra() {
    let expected = [
        "access_revoked",
        "activity",
        "athlete",
        "auth",
        "auth_cancelled",
        "body",
        "connection_error",
        "daily",
        "deauth",
        "google_no_datasource",
        "health_observation",
        "healthcheck",
        "hormone",
        "lab_report.completed",
        "lab_report.failed",
        "large_request_processing",
        "large_request_sending",
        "menstruation",
        "nutrition",
        "permission_change",
        "planned_workout",
        "processing",
        "rate_limit_hit",
        "s3_payload",
        "sleep",
        "user_reauth",
    ];
    assert_eq!(events("terra"), expected);
    for name in expected {
        let event: TerraEvent = read("terra", name);
        let kind = event.kind().unwrap();
        assert_eq!(kind.as_str(), name);
        assert!(!matches!(kind, TerraEventType::Other(_)), "{name}");
        if event.raw().contains_key("user") {
            let user = event.user().unwrap();
            assert!(user.user_id().is_some() && user.provider().is_some(), "{name}");
        }
        match event.raw().get("data") {
            Some(serde_json::Value::Array(items)) => {
                assert_eq!(event.data().unwrap().iter().count(), items.len(), "{name}");
                assert!(event.user().is_some(), "{name}");
            }
            Some(_) => assert!(event.report().unwrap().session_id().is_some(), "{name}"),
            None => {}
        }
    }
    let daily: TerraEvent = read("terra", "daily");
    let metadata = daily.data().unwrap().iter().next().unwrap().metadata().unwrap();
    assert!(metadata.start_time().is_some() && metadata.upload_type() == Some(0));
    let athlete: TerraEvent = read("terra", "athlete");
    assert_eq!(athlete.athlete().unwrap().age(), Some(34));
    let failed: TerraEvent = read("terra", "lab_report.failed");
    assert_eq!(failed.report().unwrap().error().unwrap().retriable(), Some(true));
    let sending: TerraEvent = read("terra", "large_request_sending");
    assert_eq!(sending.expected_payloads(), Some(43));
    let again: TerraEvent = read("terra", "user_reauth");
    assert_ne!(again.old_user().unwrap().user_id(), again.new_user().unwrap().user_id());
}

#[test]
fn texture() {
    let expected = [
        "command.failed",
        "command.succeeded",
        "customer.created",
        "device.created",
        "device.disconnected",
        "device.discovered",
        "device.updated",
        "enrollment.approved",
        "enrollment.rejected",
        "enrollment.submitted",
        "site.created",
    ];
    assert_eq!(events("texture"), expected);
    for name in expected {
        let event: TextureEvent = read("texture", name);
        let kind = event.kind().unwrap();
        assert_eq!(kind.as_str(), name);
        assert!(!matches!(kind, TextureEventType::Other(_)), "{name}");
        assert!(event.key().is_some() && event.timestamp().is_some(), "{name}");
        assert!(event.organization_id().is_some() && event.workspace_id().is_some(), "{name}");
        assert_eq!(event.data().unwrap().workspace_id(), event.workspace_id(), "{name}");
        assert_eq!(name.starts_with("device."), event.data().unwrap().device_type().is_some());
    }
    let failed: TextureEvent = read("texture", "command.failed");
    assert!(failed.data().unwrap().error().unwrap().message().is_some());
    let site: TextureEvent = read("texture", "site.created");
    assert!(site.data().unwrap().site().unwrap().address().unwrap().city().is_some());
}

#[test]
fn centrepoint() {
    let expected = [
        "cp2_daily_statistics_complete",
        "daily_statistics_complete",
        "data_retrieval_complete",
        "raw_processing_complete",
        "upload",
    ];
    for slug in ["centrepoint", "centrepoint-basic", "centrepoint-bearer"] {
        assert_eq!(events(slug), expected, "variants share samples");
    }
    for name in expected {
        assert!(!matches!(CentrePointEventType::from(name), CentrePointEventType::Other(_)));
    }
    let upload: CentrePointUpload = read("centrepoint", "upload");
    assert!(upload.upload_id().unwrap().number().is_some() && upload.status().is_some());
    assert!(upload.last_epoch_subject_tz().is_some());
    let raw: CentrePointRawProcessing = read("centrepoint", "raw_processing_complete");
    assert!(raw.study_id().is_some() && raw.monitor_serial().is_some());
    let files: CentrePointDataRetrieval = read("centrepoint", "data_retrieval_complete");
    let file = files.files().unwrap().iter().next().unwrap();
    assert!(file.file_size().is_some() && file.max_event_timestamp().is_some());
    let day: CentrePointDailyStatistics = read("centrepoint", "daily_statistics_complete");
    assert!(day.id().is_some() && day.freedson_aggregations().unwrap().is_array());
    let day: CentrePointDailyStatistics2 = read("centrepoint", "cp2_daily_statistics_complete");
    assert!(day.steps().is_some() && day.cutpoints().unwrap().iter().count() == 2);
}

#[test]
fn tradelens() {
    let names = events("tradelens");
    assert_eq!(names, events("tradelens-sha1"));
    assert!(names.iter().any(|name| name == "actualDischargeFromBarge"));
    for name in names {
        let batch = Batch::<TradeLensEvent>::from_slice(&body("tradelens", &name)).unwrap();
        let event = batch.get(0).unwrap().unwrap();
        assert_eq!(event.event_type(), Some(&*name));
        assert!(event.event_occurrence_time().is_some() && event.equipment_number().is_some());
        assert!(event.associated_consignment_ids().unwrap().iter().count() > 0);
        assert!(event.location().unwrap().value().is_some());
        assert!(batch.get(1).is_none());
    }
}
