//! What a request may use.

use service::{Now, Service};
use std::sync::Arc;

/// Tells the time. The binary reads the clock; tests and the demo stand still.
pub trait Clock: Send + Sync {
    /// The present instant and civil date.
    fn now(&self) -> Now;
}

/// A clock that stands still.
pub struct Still(pub Now);

impl Clock for Still {
    fn now(&self) -> Now {
        self.0
    }
}

/// What a request may use. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The services.
    pub service: Service,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Everything shown is fictitious; every page says so.
    pub demo: bool,
    /// Cookies travel over TLS only (`__Host-` name).
    pub secure: bool,
}
