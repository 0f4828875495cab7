//! Where to: addresses, and which of them may be reached.

use std::net::IpAddr;

use url::{Host, Url};

use crate::RemoteError;

/// How far requests may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// To this computer alone.
    ThisComputer,
    /// To this computer, and to the hosts with these names.
    Hosts(Vec<String>),
}

/// An address that may be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    url: Url,
    host: String,
    here: bool,
}

impl Address {
    /// Checks an address of `http` or `https`.
    ///
    /// A name such as `localhost.example.org` is not this computer, and neither is `127.0.0.1` as a
    /// user's name in front of another host: only what the address is parsed to counts.
    ///
    /// # Errors
    /// When it is no such address, carries a password, or leads further than it may.
    pub fn parse(text: &str, reach: &Reach) -> Result<Self, RemoteError> {
        let wrong = |reason: &str| RemoteError::Address {
            // A password is not repeated in a message that may be shown or kept.
            address: text.rsplit('@').next().unwrap_or_default().to_owned(),
            reason: reason.to_owned(),
        };
        let url = Url::parse(text.trim()).map_err(|error| wrong(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong("it has to begin with http:// or https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("a user's name or password would be kept with the transcript"));
        }
        let host = url.host().ok_or_else(|| wrong("it names no computer"))?;
        let (name, here) = match host {
            Host::Domain(name) => (name.to_owned(), name.eq_ignore_ascii_case("localhost")),
            Host::Ipv4(address) => (address.to_string(), IpAddr::V4(address).is_loopback()),
            Host::Ipv6(address) => (address.to_string(), IpAddr::V6(address).is_loopback()),
        };
        let allowed = match reach {
            Reach::ThisComputer => false,
            Reach::Hosts(names) => names.iter().any(|one| one.eq_ignore_ascii_case(&name)),
        };
        if !here && !allowed {
            return Err(RemoteError::Elsewhere { host: name });
        }
        Ok(Self { url, host: name, here })
    }

    /// The address in full.
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// The name of its host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is this computer.
    pub fn is_here(&self) -> bool {
        self.here
    }

    /// The same with a path, where it has none of its own.
    pub(crate) fn or_path(mut self, path: &str) -> Self {
        if self.url.path() == "/" {
            self.url.set_path(path);
        } else if self.url.path().trim_end_matches('/') == "/v1" {
            self.url.set_path("/v1/audio/transcriptions");
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_reached_unless_a_host_is_named() {
        for here in
            ["http://127.0.0.1:8080", "http://localhost/v1", "http://[::1]:9/", "http://127.8.8.8"]
        {
            assert!(Address::parse(here, &Reach::ThisComputer).expect(here).is_here(), "{here}");
        }
        for there in [
            "http://192.168.1.4:8080",
            "https://speech.example.org/v1",
            "http://localhost.example.org",
            "http://0.0.0.0:80",
            "http://3232235778",
            "http://[::ffff:10.0.0.1]/",
        ] {
            let refused = Address::parse(there, &Reach::ThisComputer).expect_err(there);
            assert!(matches!(refused, RemoteError::Elsewhere { .. }), "{there}: {refused}");
        }
        let named = Reach::Hosts(vec!["Speech.example.org".into()]);
        let address = Address::parse("https://speech.example.org/v1", &named).expect("allowed");
        assert!(!address.is_here());
        Address::parse("https://other.example.org/", &named).expect_err("not named");
    }

    #[test]
    fn what_is_no_address_says_why_and_repeats_no_password() {
        for (wrong, why) in [
            ("", "relative URL"),
            ("localhost:8080", "http:// or https://"),
            ("file:///etc/passwd", "http:// or https://"),
            ("http://ada:secret@127.0.0.1/", "kept with the transcript"),
        ] {
            let message = Address::parse(wrong, &Reach::ThisComputer).expect_err(wrong).to_string();
            assert!(message.contains(why), "{message}");
            assert!(!message.contains("secret"), "{message}");
        }
    }

    #[test]
    fn a_bare_address_gets_the_path_that_servers_use() {
        let path = |text: &str| {
            let address = Address::parse(text, &Reach::ThisComputer).expect(text);
            address.or_path("/v1/audio/transcriptions").as_str().to_owned()
        };
        assert_eq!(path("http://127.0.0.1:8080"), "http://127.0.0.1:8080/v1/audio/transcriptions");
        assert_eq!(path("http://127.0.0.1/v1/"), "http://127.0.0.1/v1/audio/transcriptions");
        assert_eq!(path("http://127.0.0.1/inference"), "http://127.0.0.1/inference");
    }
}
