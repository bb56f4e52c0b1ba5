//! What to do about a finding.

use crate::code::Code;

pub(crate) const fn remedy(code: Code) -> &'static str {
    match code {
        Code::BodyNewlineAdded => {
            "Verify the bytes as they arrived. Look for what adds a newline: an editor that saved \
             the body, `echo`, or a template."
        }
        Code::BodyNewlineRemoved => {
            "Verify the bytes as they arrived. Look for what trims the body, such as `trim()` or \
             `$(...)` in a shell."
        }
        Code::BodyCrlf => {
            "Verify the bytes as they arrived. Look for what converts line ends: reading in text \
             mode, Git's `autocrlf`, or a mail gateway."
        }
        Code::BodyBom => {
            "Verify the bytes as they arrived. Look for an editor or a file API that adds or strips \
             a byte order mark."
        }
        Code::BodyJsonReserialised => {
            "Verify the raw body before anything parses it. A body that was parsed and serialised \
             again has other bytes."
        }
        Code::BodyBase64 => {
            "Decode the body before it is verified, or let the gateway pass it on as it is: API \
             Gateway, for example, sets `isBase64Encoded`."
        }
        Code::BodyStringEscaped => {
            "Verify the raw body. Something encoded it as a JSON string: unpack that string first, \
             or pass the body on as bytes."
        }
        Code::BodyCharset => {
            "Verify the body as bytes, and never as text that was decoded. Look for what reads it \
             in an encoding other than UTF-8."
        }
        Code::BodyCompressed => {
            "Decompress the body before it is verified, or turn compression off at the sender or \
             the proxy."
        }
        Code::BodyDecompressed => {
            "Verify the body before it is decompressed, or remove `content-encoding` where the body \
             is decompressed."
        }
        Code::BodyFormDecoded => {
            "Verify the raw body before the form is parsed. A form that was decoded and encoded \
             again has other bytes."
        }
        Code::BodyEmpty => {
            "Verify the body before anything else reads it, and look for a redirect that drops it: \
             use the exact URL, with `https` and the final slash."
        }
        Code::BodyTruncated => {
            "Raise the size limit of the proxy or parser that reads the body, and read it to its end \
             before it is verified."
        }
        Code::SecretWhitespace => {
            "Configure the secret without white space at its ends. A file often ends with a newline: \
             write it with `printf %s`."
        }
        Code::SecretQuoted => {
            "Configure the secret without quotes. Files such as `.env` keep them in some tools and \
             not in others."
        }
        Code::SecretPrefix => {
            "Configure the secret exactly as the provider shows it, with its prefix and nothing else."
        }
        Code::SecretDecoding => {
            "Configure the secret in the form in which the provider shows it, neither decoded nor \
             encoded again."
        }
        Code::SecretUnusable => "Configure the secret in the form that the error names.",
        Code::SecretWrong => {
            "Compare the secret with the one that the provider shows for this endpoint. Test mode, \
             live mode, each endpoint and each rotation have different secrets. If it is the right \
             one, the body was changed in a way that was not tried: compare it with the provider's \
             delivery log."
        }
        Code::HeaderMissing => {
            "Let proxies and gateways pass on the header field, and check that the request comes \
             from the provider and that signing is turned on."
        }
        Code::HeaderRenamed => {
            "Pass the header field on under its own name, or rename it back before the request is \
             verified."
        }
        Code::HeaderRepeated => {
            "Look for a proxy that adds the header field again. A field that appears twice is \
             rejected, because each copy could be the one that is checked."
        }
        Code::HeaderLength => {
            "Set `content-length` to the length of the body, or leave it out of a stored request."
        }
        Code::HeaderMerged => {
            "Pass on each header field as it arrived. What merges repeated fields changes their \
             values."
        }
        Code::HeaderPlusAsSpace => {
            "Take the signature from the header as it is. Something decodes it like a form, where a \
             plus sign stands for a space."
        }
        Code::HeaderEncoding => {
            "Pass the header field on as it arrived, in the encoding that the provider uses."
        }
        Code::HeaderTruncated => {
            "Raise the header size limit of the proxy, or of the column or variable that stores the \
             value."
        }
        Code::HeaderPrefix => "Pass the header field on with the prefix that the provider sends.",
        Code::HeaderLegacy => {
            "Turn on the current signature in the provider's settings. If the sender cannot make \
             it, describe the old scheme as a provider of your own."
        }
        Code::TimeStale => {
            "For a stored request, pass the time of its arrival (`--now`). Otherwise synchronise the \
             server's clock (NTP). If deliveries wait in a queue, verify them as of their arrival; \
             if retries keep their first timestamp, raise the tolerance."
        }
        Code::TimeAhead => "Synchronise the server's clock (NTP): it is behind the sender's.",
        Code::TimeUnit => "Pass the timestamp on unchanged, and give the current time in seconds.",
        Code::UrlScheme | Code::UrlHost | Code::UrlPort | Code::UrlTrailingSlash => {
            "Set the public URL to the one that is registered with the provider, character by \
             character."
        }
        Code::UrlPath => {
            "Set the public URL to the one that is registered with the provider. If a gateway \
             changes the path, set the path of arrival too."
        }
        Code::UrlQuery => {
            "Pass the query on as it arrived, and register the URL with the query that you configure."
        }
        Code::UrlDecoded => {
            "Pass the URL on as it arrived: something decodes it or encodes it again before the \
             request is verified."
        }
        Code::Method => {
            "Use the final URL: a redirect turns POST into GET. Otherwise look for what changes the \
             method."
        }
        Code::ProviderOther => {
            "Verify the request as that provider's, or register the URL of this endpoint with \
             the right one."
        }
        Code::Other => "Look the reason up in the documentation of `Rejection`.",
    }
}
