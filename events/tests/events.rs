//! Events from the providers' documentation, and events that no document describes.

#![allow(clippy::unwrap_used, missing_docs)]

use serde::de::DeserializeOwned;
use verihook::{Batch, Json, Payload};
use verihook_events::{
    CentrePointDailyStatistics, CentrePointDailyStatistics2, CentrePointDataRetrieval,
    CentrePointEventType, CentrePointRawProcessing, CentrePointUpload, TerraEvent, TerraEventType,
    TextureEvent, TextureEventType, TradeLensEvent,
};

fn read<T: DeserializeOwned>(body: &str) -> T {
    Json::<T>::from_slice(body.as_bytes()).unwrap().0
}

/// <https://github.com/tryterra/openapi>: the samples of `daily`, `s3_payload` and
/// `auth_cancelled`, shortened.
#[test]
fn terra() {
    let daily: TerraEvent = read(
        r#"{"type":"daily","version":"2022-03-16","user":{"user_id":"40f7b0e1","provider":"GARMIN","active":true,
        "scopes":"ACTIVITY_EXPORT,HEALTH_EXPORT","reference_id":null},"data":[{"metadata":{"start_time":
        "2026-07-01T00:00:00.000000+01:00","upload_type":0},"distance_data":{"steps":11894}}]}"#,
    );
    assert_eq!(daily.kind(), Some(TerraEventType::Daily));
    let user = daily.user().unwrap();
    assert_eq!(
        (user.provider(), user.reference_id(), user.active()),
        (Some("GARMIN"), None, Some(true))
    );
    let data: Vec<_> = daily.data().unwrap().iter().collect();
    let metadata = data[0].metadata().unwrap();
    assert_eq!(metadata.start_time(), Some("2026-07-01T00:00:00.000000+01:00"));
    assert_eq!(metadata.upload_type(), Some(0));
    assert_eq!(data[0].raw()["distance_data"]["steps"], 11894);
    assert!(daily.report().is_none());

    let thin: TerraEvent =
        read(r#"{"type":"s3_payload","status":"success","url":"https://b/","expires_in":300}"#);
    assert_eq!((thin.kind(), thin.expires_in()), (Some(TerraEventType::S3Payload), Some(300)));
    assert!(thin.user().is_none());

    let cancelled: TerraEvent =
        read(r#"{"type":"auth_cancelled","status":"error","reason":"access_denied"}"#);
    assert_eq!(cancelled.reason(), Some("access_denied"));

    let report: TerraEvent = read(
        r#"{"type":"lab_report.failed","event_id":"evt_1","data":{"session_id":"s","error":{"code":"internal","retriable":true}}}"#,
    );
    assert_eq!(report.report().unwrap().error().unwrap().retriable(), Some(true));
    assert!(report.data().is_none());
}

/// <https://github.com/TextureHQ/docs>: the samples of `command.succeeded` and of a device, the
/// latter shortened.
#[test]
fn texture() {
    let command: TextureEvent = read(
        r#"{"type":"command.succeeded","version":"0.0.2","key":"cc0e387d","timestamp":"2024-08-22T15:54:52.013Z",
        "data":{"workspaceId":"cllzcf9xe","commandId":"cllzcbw0t","deviceId":"cllzcbw0t"}}"#,
    );
    assert_eq!(command.kind(), Some(TextureEventType::CommandSucceeded));
    assert_eq!((command.key(), command.device_id()), (Some("cc0e387d"), None));
    assert_eq!(command.data().unwrap().device_id(), Some("cllzcbw0t"));

    let device: TextureEvent = read(
        r#"{"type":"device.updated","deviceId":"top","data":{"manufacturer":{"slug":"acme"},"tags":["a",1,"b"],
        "site":{"longitude":-1.5,"address":{"streetAddress1":"1 Way"}},"state":{"chargeRate":-3}}}"#,
    );
    let data = device.data().unwrap();
    assert_eq!(device.device_id(), Some("top"));
    assert_eq!(data.manufacturer().unwrap().slug(), Some("acme"));
    assert_eq!(data.tags().unwrap().iter().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(data.tags().unwrap().raw().len(), 3);
    assert_eq!(data.site().unwrap().longitude(), Some(-1.5));
    assert_eq!(data.site().unwrap().address().unwrap().street_address_1(), Some("1 Way"));
    assert_eq!(data.state().unwrap()["chargeRate"], -3);
}

/// <https://github.com/actigraph/CentrePointWebhookDocumentation>: the samples, shortened.
#[test]
fn centrepoint() {
    let upload: CentrePointUpload =
        read(r#"{"status" : "started","uploadId" : "85045","subjectId" : 44732,"studyId" : "x"}"#);
    let numbers = [upload.upload_id(), upload.subject_id(), upload.study_id()];
    let numbers = numbers.map(|id| id.and_then(|id| id.number()));
    assert_eq!(numbers, [Some(85045), Some(44732), None]);
    assert_eq!(upload.study_id().and_then(|id| id.text()), Some("x"));

    let raw: CentrePointRawProcessing =
        read(r#"{"study_id":1064,"monitor_serial":"TAS1F","error_message":null}"#);
    assert_eq!((raw.monitor_serial(), raw.error_message()), (Some("TAS1F"), None));

    let files: CentrePointDataRetrieval = read(
        r#"{"request_status":"Completed","files":[{"monitor_serial":null,"file_type":"avro","file_size":12}]}"#,
    );
    let file = files.files().unwrap().iter().next().unwrap();
    assert_eq!(
        (file.monitor_serial(), file.file_type(), file.file_size()),
        (None, Some("avro"), Some(12))
    );

    let day: CentrePointDailyStatistics = read(
        r#"{"activityMonitorSerials":["a"],"freedsonAggregations":[{"x":1}],"mavmAggregation":{"y":2}}"#,
    );
    assert!(day.freedson_aggregations().unwrap().is_array());
    assert!(day.mavm_aggregation().unwrap().is_object());

    let day: CentrePointDailyStatistics2 =
        read(r#"{"steps":1296.0,"epochs":75,"cutpoints":[{"name":"light","count":3}]}"#);
    assert_eq!((day.steps(), day.epochs()), (Some(1296.0), Some(75.0)));
    assert_eq!(day.cutpoints().unwrap().iter().next().unwrap().name(), Some("light"));
    assert_eq!(
        CentrePointEventType::from("raw_processing_complete").as_str(),
        "raw_processing_complete"
    );
}

/// The published sample:
/// <https://knowledge.tradelens.com/hc/en-us/articles/4404459018769-How-events-are-sent-to-subscriptions>.
#[test]
fn tradelens() {
    let body = r#"[{"eventSubmissionTime":1523633968187,"eventType":"actualDischargeFromBarge",
        "transportationPhase":"Transshipment","associatedConsignmentIds":["ConsignmentId1","ConsignmentId2"],
        "location":{"type":"UN/Locode","value":"NLRTM"}},7]"#;
    let batch = Batch::<TradeLensEvent>::from_slice(body.as_bytes()).unwrap();
    let event = batch.get(0).unwrap().unwrap();
    assert_eq!(event.event_type(), Some("actualDischargeFromBarge"));
    assert_eq!(event.event_submission_time(), Some(1_523_633_968_187));
    assert_eq!(event.associated_consignment_ids().unwrap().iter().count(), 2);
    assert_eq!(event.location().unwrap().value().unwrap(), "NLRTM");
    assert!(batch.get(1).unwrap().is_err());
}

/// Members that a provider adds, changes or leaves out cause no error, and none is lost.
#[test]
fn nothing_unknown_is_lost_and_nothing_unknown_is_an_error() {
    let body = r#"{"type":"brand.new","user":"a text","data":7,"nested":{"deep":[1,2.5,null]}}"#;
    let event: TerraEvent = read(body);
    assert_eq!(event.kind(), Some(TerraEventType::Other("brand.new")));
    assert!(event.user().is_none() && event.data().is_none());
    assert_eq!(event.raw()["nested"]["deep"][1], 2.5);
    assert_eq!(
        serde_json::to_value(event.raw()).unwrap(),
        serde_json::from_str::<serde_json::Value>(body).unwrap()
    );

    let event: TerraEvent = read(r#"{"expected_payloads":43.0,"expires_in":0.5}"#);
    assert_eq!((event.expected_payloads(), event.expires_in()), (Some(43), None));
    let upload: CentrePointUpload = read(r#"{"uploadId":"+5","studyId":-3}"#);
    assert!(upload.upload_id().unwrap().number().is_none() && upload.study_id().is_none());

    let event: TerraEvent = read("{}");
    assert!(event.kind().is_none());
    let event: TextureEvent = read(r#"{"type":1,"key":["x"]}"#);
    assert!(event.kind().is_none() && event.key().is_none());
    for body in ["[]", "7", "null", "\"{}\"", ""] {
        assert!(Json::<TerraEvent>::from_slice(body.as_bytes()).is_err(), "{body}");
    }
}
