use super::{List, event, object};
use serde_json::Value;

event! {
    /// A TradeLens event. A body contains an array of them: `Batch<TradeLensEvent>`.
    ///
    /// The members are those of the one sample that TradeLens published ([How events are
    /// sent](https://knowledge.tradelens.com/hc/en-us/articles/4404459018769)). The documentation
    /// does not say which of them are always present. Times are milliseconds since 1970.
    TradeLensEvent {
        event_type: "eventType" as &'a str,
        event_occurrence_time: "eventOccurrenceTime" as i64,
        event_submission_time: "eventSubmissionTime" as i64,
        originator_id: "originatorId" as &'a str,
        originator_name: "originatorName" as &'a str,
        transport_equipment_id: "transportEquipmentId" as &'a str,
        equipment_number: "equipmentNumber" as &'a str,
        transportation_phase: "transportationPhase" as &'a str,
        associated_consignment_ids: "associatedConsignmentIds" as List<'a, &'a str>,
        location: "location" as TradeLensLocation<'a>,
    }
}

object! {
    /// The location of an event.
    TradeLensLocation {
        kind: "type" as &'a str,
        value: "value" as &'a Value,
    }
}
