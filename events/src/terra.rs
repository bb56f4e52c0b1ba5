use super::{List, event, kinds, object};
use serde_json::Value;

kinds! {
    /// The type of a Terra event ([schemas](https://github.com/tryterra/openapi)).
    ///
    /// The last four types are from its [older page](https://github.com/tryterra/llms.txt).
    TerraEventType {
        AccessRevoked = "access_revoked",
        Activity = "activity",
        Athlete = "athlete",
        Auth = "auth",
        AuthCancelled = "auth_cancelled",
        Body = "body",
        ConnectionError = "connection_error",
        Daily = "daily",
        Deauth = "deauth",
        HealthObservation = "health_observation",
        Hormone = "hormone",
        LabReportCompleted = "lab_report.completed",
        LabReportFailed = "lab_report.failed",
        LargeRequestProcessing = "large_request_processing",
        LargeRequestSending = "large_request_sending",
        Menstruation = "menstruation",
        Nutrition = "nutrition",
        PermissionChange = "permission_change",
        PlannedWorkout = "planned_workout",
        S3Payload = "s3_payload",
        Sleep = "sleep",
        UserReauth = "user_reauth",
        GoogleNoDatasource = "google_no_datasource",
        Healthcheck = "healthcheck",
        Processing = "processing",
        RateLimitHit = "rate_limit_hit",
    }
}

event! {
    /// An event of Terra's data webhooks.
    ///
    /// Only the type is always present. The content is the array [`data`](Self::data), with two
    /// exceptions: an athlete has a separate member, and the data of a laboratory report is an
    /// object ([`report`](Self::report)). A thin payload (`s3_payload`) has a URL, which you must
    /// fetch yourself.
    TerraEvent {
        kind: "type" as TerraEventType<'a>,
        status: "status" as &'a str,
        version: "version" as &'a str,
        user: "user" as TerraUser<'a>,
        data: "data" as List<'a, TerraData<'a>>,
        athlete: "athlete" as TerraAthlete<'a>,
        report: "data" as TerraReport<'a>,
        message: "message" as &'a str,
        reason: "reason" as &'a str,
        flow_id: "flow_id" as &'a str,
        reference_id: "reference_id" as &'a str,
        widget_session_id: "widget_session_id" as &'a str,
        old_user: "old_user" as TerraUser<'a>,
        new_user: "new_user" as TerraUser<'a>,
        scopes_added: "scopes_added" as &'a str,
        scopes_removed: "scopes_removed" as &'a str,
        reference: "reference" as &'a str,
        expected_payloads: "expected_payloads" as i64,
        url: "url" as &'a str,
        expires_in: "expires_in" as i64,
        event_id: "event_id" as &'a str,
        occurred_at: "occurred_at" as &'a str,
        upload_id: "upload_id" as &'a str,
        creation_timestamp: "creation_timestamp" as &'a str,
        trend_percentage: "trend_percentage" as f64,
        sent_webhooks_last_hour: "sent_webhooks_last_hour" as f64,
        start_date: "start_date" as &'a str,
        end_date: "end_date" as &'a str,
        retrying_at: "retrying_at" as &'a str,
        retry_after_seconds: "retry_after_seconds" as f64,
    }
}

object! {
    /// The user whose data it is.
    TerraUser {
        user_id: "user_id" as &'a str,
        provider: "provider" as &'a str,
        reference_id: "reference_id" as &'a str,
        scopes: "scopes" as &'a str,
        created_at: "created_at" as &'a str,
        last_webhook_update: "last_webhook_update" as &'a str,
        active: "active" as bool,
    }
}

object! {
    /// An item of data.
    ///
    /// Most of its measurements are separate objects (`heart_rate_data`, for example) without an
    /// accessor: see [`raw`](Self::raw).
    TerraData {
        metadata: "metadata" as TerraMetadata<'a>,
        timestamp: "timestamp" as &'a str,
        meals: "meals" as &'a Value,
        drink_samples: "drink_samples" as &'a Value,
        summary: "summary" as &'a Value,
        planned_workout_id: "planned_workout_id" as &'a str,
        workout_id: "workout_id" as &'a str,
        planned_date: "planned_date" as &'a str,
    }
}

object! {
    /// When and how an item of data was taken.
    TerraMetadata {
        start_time: "start_time" as &'a str,
        end_time: "end_time" as &'a str,
        summary_id: "summary_id" as &'a str,
        name: "name" as &'a str,
        kind: "type" as i64,
        upload_type: "upload_type" as i64,
        timestamp_localization: "timestamp_localization" as i64,
        is_nap: "is_nap" as bool,
        city: "city" as &'a str,
        state: "state" as &'a str,
        country: "country" as &'a str,
    }
}

object! {
    /// The profile of a person.
    TerraAthlete {
        provider_user_id: "provider_user_id" as &'a str,
        first_name: "first_name" as &'a str,
        last_name: "last_name" as &'a str,
        email: "email" as &'a str,
        age: "age" as i64,
        sex: "sex" as &'a str,
        gender: "gender" as &'a str,
        date_of_birth: "date_of_birth" as &'a str,
        city: "city" as &'a str,
        state: "state" as &'a str,
        country: "country" as &'a str,
        bio: "bio" as &'a str,
        account_creation_date: "account_creation_date" as &'a str,
    }
}

object! {
    /// A laboratory report, or the reason why it is missing.
    TerraReport {
        session_id: "session_id" as &'a str,
        reference_id: "reference_id" as &'a str,
        results_count: "results_count" as i64,
        results: "results" as &'a Value,
        panels: "panels" as &'a Value,
        report_date: "report_date" as &'a str,
        report_time: "report_time" as &'a str,
        report_locale: "report_locale" as &'a str,
        report_notes: "report_notes" as &'a str,
        error: "error" as TerraReportError<'a>,
    }
}

object! {
    /// The reason why a report is missing.
    TerraReportError {
        code: "code" as &'a str,
        message: "message" as &'a str,
        retriable: "retriable" as bool,
    }
}
