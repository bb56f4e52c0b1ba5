use super::{List, event, kinds, object};
use serde_json::Value;

kinds! {
    /// The type of a Texture event, as `noun.verb`.
    ///
    /// See [Events](https://github.com/TextureHQ/docs/blob/main/docs/platform-concepts/events.mdx).
    TextureEventType {
        CommandFailed = "command.failed",
        CommandSucceeded = "command.succeeded",
        CustomerCreated = "customer.created",
        DeviceCreated = "device.created",
        DeviceDisconnected = "device.disconnected",
        DeviceDiscovered = "device.discovered",
        DeviceUpdated = "device.updated",
        EnrollmentApproved = "enrollment.approved",
        EnrollmentRejected = "enrollment.rejected",
        EnrollmentSubmitted = "enrollment.submitted",
        SiteCreated = "site.created",
    }
}

event! {
    /// A Texture event.
    ///
    /// Its `key` identifies repeated deliveries. Events can arrive out of order; `timestamp` has
    /// their order.
    ///
    /// The documentation has the ids of device, organization and workspace at the top level; the
    /// samples have them in [`data`](Self::data). Both can be read. Batches are announced but not
    /// described: `Batch<TextureEvent>` accepts an event as well as an array of events.
    TextureEvent {
        kind: "type" as TextureEventType<'a>,
        version: "version" as &'a str,
        key: "key" as &'a str,
        timestamp: "timestamp" as &'a str,
        device_id: "deviceId" as &'a str,
        organization_id: "organizationId" as &'a str,
        workspace_id: "workspaceId" as &'a str,
        data: "data" as TextureData<'a>,
    }
}

object! {
    /// The data of a Texture event. Its members depend on the type of the event.
    TextureData {
        id: "id" as &'a str,
        device_id: "deviceId" as &'a str,
        organization_id: "organizationId" as &'a str,
        workspace_id: "workspaceId" as &'a str,
        reference_id: "referenceId" as &'a str,
        command_id: "commandId" as &'a str,
        created_at: "createdAt" as &'a str,
        updated_at: "updatedAt" as &'a str,
        issued_at: "issuedAt" as &'a str,
        executed_at: "executedAt" as &'a str,
        email: "email" as &'a str,
        first_name: "firstName" as &'a str,
        last_name: "lastName" as &'a str,
        phone: "phone" as &'a str,
        site_name: "siteName" as &'a str,
        device_type: "deviceType" as &'a str,
        manufacturer: "manufacturer" as TextureLabel<'a>,
        device_model: "deviceModel" as TextureLabel<'a>,
        tags: "tags" as List<'a, &'a str>,
        customer: "customer" as TextureCustomer<'a>,
        site: "site" as TextureSite<'a>,
        location: "location" as TextureLocation<'a>,
        program: "program" as TextureProgram<'a>,
        error: "error" as TextureError<'a>,
        state: "state" as &'a Value,
    }
}

object! {
    /// A manufacturer or a model.
    TextureLabel {
        slug: "slug" as &'a str,
        display_name: "displayName" as &'a str,
    }
}

object! {
    /// A customer.
    TextureCustomer {
        id: "id" as &'a str,
        reference_id: "referenceId" as &'a str,
        organization_id: "organizationId" as &'a str,
        workspace_id: "workspaceId" as &'a str,
        email: "email" as &'a str,
        first_name: "firstName" as &'a str,
        last_name: "lastName" as &'a str,
        phone: "phone" as &'a str,
        created_at: "createdAt" as &'a str,
        updated_at: "updatedAt" as &'a str,
    }
}

object! {
    /// The site of a device.
    TextureSite {
        id: "id" as &'a str,
        name: "name" as &'a str,
        address: "address" as TextureAddress<'a>,
        longitude: "longitude" as f64,
        latitude: "latitude" as f64,
    }
}

object! {
    /// The address of a site.
    TextureAddress {
        street_address_1: "streetAddress1" as &'a str,
        street_address_2: "streetAddress2" as &'a str,
        city: "city" as &'a str,
        state: "state" as &'a str,
        postal_code: "postalCode" as &'a str,
        country: "country" as &'a str,
    }
}

object! {
    /// The location of a site, in degrees.
    TextureLocation {
        longitude: "longitude" as f64,
        latitude: "latitude" as f64,
    }
}

object! {
    /// The program that a customer has enrolled in.
    TextureProgram {
        manager: "manager" as &'a Value,
    }
}

object! {
    /// The reason why a command failed.
    TextureError {
        message: "message" as &'a str,
    }
}
