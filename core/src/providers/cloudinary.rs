use crate::{Encoding, Part, Place, Scheme, Unit};

crate::provider! {
    /// Cloudinary: a plain SHA-1 of the body, the timestamp and the API secret, in this order.
    ///
    /// The secret stands at the end, so nothing can be appended; SHA-1 is broken against whoever can choose both of
    /// two bodies, which a stranger cannot. A notification may be two hours old. Accounts that hash with SHA-256
    /// are not this provider.
    pub Cloudinary: "cloudinary", BodySigned,
    Scheme::sha1(Place::header("x-cld-signature"), Encoding::Hex)
        .timestamp(Place::header("x-cld-timestamp"), Unit::Seconds)
        .signs(&[Part::Body, Part::Timestamp, Part::Secret])
        .tolerance_seconds(7200)
        .docs("https://cloudinary.com/documentation/notification_signatures")
        .build()
}
