use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// HCP Terraform and Terraform Enterprise: HMAC-SHA512 of the body, under the token.
    ///
    /// Only generic notifications with a token are signed. Saving a notification sends a signed
    /// request that the handler must answer with 200. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/terraform-cloud.md")]
    pub TerraformCloud: "terraform-cloud", BodySigned,
    Scheme::hmac_sha512(Place::header("x-tfe-notification-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["hcp-terraform", "terraform-enterprise"])
        .docs("https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/notifications")
        .last_verified("2026-11-27")
        .build()
}
