//! A value that may be used but not shown.
//!
//! `Debug` and `Display` print `[redacted]`, so that a name or an ID number cannot slip into a log through a
//! derived `Debug` far away. Must never know: what it holds.

use std::fmt;

/// Wraps personal data. Reading it is an explicit act: [`Secret::expose`].
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for the place that needs it.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Takes the value out.
    pub fn into_inner(self) -> T {
        self.0
    }

    /// Wraps what `f` makes of the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Secret<U> {
        Secret(f(self.0))
    }
}

impl<T> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> fmt::Display for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        #[derive(Debug)]
        #[expect(dead_code, reason = "read through Debug only, which is the point")]
        struct Person {
            name: Secret<&'static str>,
        }
        let person = Person { name: Secret::new("王五") };
        assert_eq!(format!("{person:?}"), "Person { name: [redacted] }");
        assert_eq!(format!("{} {:#?}", Secret::new(42), Secret::new(42)), "[redacted] [redacted]");
        assert_eq!(*Secret::new(20).map(|n| n + 1).expose(), 21);
    }
}
