use super::{Id, List, event, kinds, object};
use serde_json::Value;

kinds! {
    /// The type of a CentrePoint event.
    ///
    /// <https://github.com/actigraph/CentrePointWebhookDocumentation/blob/master/event_types.md>
    ///
    /// The body does not contain the type. The header field `X-ActiGraph-Event` does, but it is not
    /// signed ([`Delivery::unsigned_event`](verihook::Delivery::unsigned_event)):
    ///
    /// ```
    /// use verihook_events::CentrePointEventType;
    ///
    /// assert_eq!(CentrePointEventType::from("upload"), CentrePointEventType::Upload);
    /// assert_eq!(CentrePointEventType::from("new"), CentrePointEventType::Other("new"));
    /// ```
    CentrePointEventType {
        Cp2DailyStatisticsComplete = "cp2_daily_statistics_complete",
        DailyStatisticsComplete = "daily_statistics_complete",
        DataRetrievalComplete = "data_retrieval_complete",
        RawProcessingComplete = "raw_processing_complete",
        Upload = "upload",
    }
}

event! {
    /// `upload`: the upload of a monitor's data has started, completed or failed.
    ///
    /// The documented table has ids as numbers, the samples have strings:
    /// <https://github.com/actigraph/CentrePointWebhookDocumentation/blob/master/Event%20Types/upload_event.md>
    CentrePointUpload {
        status: "status" as &'a str,
        upload_id: "uploadId" as Id<'a>,
        study_id: "studyId" as Id<'a>,
        subject_id: "subjectId" as Id<'a>,
        message: "message" as &'a str,
        first_epoch_utc: "firstEpochUTC" as &'a str,
        first_epoch_subject_tz: "firstEpochSubjectTZ" as &'a str,
        last_epoch_utc: "lastEpochUTC" as &'a str,
        last_epoch_subject_tz: "lastEpochSubjectTZ" as &'a str,
    }
}

event! {
    /// The event `raw_processing_complete`.
    ///
    /// <https://github.com/actigraph/CentrePointWebhookDocumentation/tree/master/Event%20Types>
    CentrePointRawProcessing {
        study_id: "study_id" as Id<'a>,
        subject_id: "subject_id" as Id<'a>,
        subject_identifier: "subject_identifier" as &'a str,
        monitor_serial: "monitor_serial" as &'a str,
        created_at_utc: "created_at_utc" as &'a str,
        min_event_timestamp: "min_event_timestamp" as &'a str,
        max_event_timestamp: "max_event_timestamp" as &'a str,
        status: "status" as &'a str,
        error_message: "error_message" as &'a str,
    }
}

event! {
    /// `data_retrieval_complete`: files are ready.
    ///
    /// <https://github.com/actigraph/CentrePointWebhookDocumentation/tree/master/Event%20Types>
    CentrePointDataRetrieval {
        client_id: "client_id" as &'a str,
        tracking_id: "tracking_id" as &'a str,
        study_id: "study_id" as Id<'a>,
        subject_id: "subject_id" as Id<'a>,
        subject_identifier: "subject_identifier" as &'a str,
        created_at_utc: "created_at_utc" as &'a str,
        started_at_utc: "started_at_utc" as &'a str,
        completed_at_utc: "completed_at_utc" as &'a str,
        request_status: "request_status" as &'a str,
        files: "files" as List<'a, CentrePointFile<'a>>,
        error_message: "error_message" as &'a str,
    }
}

object! {
    /// A file to download.
    CentrePointFile {
        monitor_serial: "monitor_serial" as &'a str,
        file_type: "file_type" as &'a str,
        file_name: "file_name" as &'a str,
        file_size: "file_size" as i64,
        file_index: "file_index" as i64,
        min_event_timestamp: "min_event_timestamp" as &'a str,
        max_event_timestamp: "max_event_timestamp" as &'a str,
    }
}

event! {
    /// `daily_statistics_complete`: the totals of a day.
    ///
    /// <https://github.com/actigraph/CentrePointWebhookDocumentation/tree/master/Event%20Types>
    ///
    /// The aggregations depend on the study. The documented table has them as objects, the samples
    /// have some as arrays, so they are kept as received.
    CentrePointDailyStatistics {
        id: "id" as Id<'a>,
        study_id: "studyId" as Id<'a>,
        site_id: "siteId" as Id<'a>,
        subject_id: "subjectId" as Id<'a>,
        subject_identifier: "subjectIdentifier" as &'a str,
        date: "date" as &'a str,
        activity_monitor_serials: "activityMonitorSerials" as List<'a, &'a str>,
        epoch_aggregation: "epochAggregation" as &'a Value,
        freedson_aggregations: "freedsonAggregations" as &'a Value,
        mavm_aggregation: "mavmAggregation" as &'a Value,
        crouter_aggregations: "crouterAggregations" as &'a Value,
        staudenmayer_aggregations: "staudenmayerAggregations" as &'a Value,
        uwf_aggregations: "uwfAggregations" as &'a Value,
    }
}

event! {
    /// `cp2_daily_statistics_complete`: the totals of a day, in the second format.
    ///
    /// <https://github.com/actigraph/CentrePointWebhookDocumentation/tree/master/Event%20Types>
    ///
    /// The counts that are filtered by wear and wakefulness have no accessor: see
    /// [`raw`](Self::raw).
    CentrePointDailyStatistics2 {
        study_id: "studyId" as Id<'a>,
        site_id: "siteId" as Id<'a>,
        subject_id: "subjectId" as Id<'a>,
        subject_identifier: "subjectIdentifier" as &'a str,
        day_stat_id: "dayStatId" as Id<'a>,
        date: "date" as &'a str,
        calories: "calories" as f64,
        axis_x_counts: "axisXCounts" as f64,
        axis_y_counts: "axisYCounts" as f64,
        axis_z_counts: "axisZCounts" as f64,
        epochs: "epochs" as f64,
        mvpa: "mvpa" as f64,
        steps: "steps" as f64,
        mets: "mets" as f64,
        total_minutes: "totalMinutes" as f64,
        wear_minutes: "wearMinutes" as f64,
        awake_wear_minutes: "awakeWearMinutes" as f64,
        bouts: "bouts" as List<'a, CentrePointCount<'a>>,
        cutpoints: "cutpoints" as List<'a, CentrePointCount<'a>>,
    }
}

object! {
    /// A named count.
    CentrePointCount {
        name: "name" as &'a str,
        count: "count" as f64,
    }
}
