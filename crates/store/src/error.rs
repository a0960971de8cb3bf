//! Failures of keeping. Inner text for the log only: which operation, never a stored value.

/// The short form used throughout this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong while keeping.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The engine failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// Somebody else wrote the stream since it was loaded.
    #[error("stream was written by another work")]
    Raced,
    /// Something kept cannot be read: damaged, or written by a newer program.
    #[error("{0} cannot be read")]
    Unreadable(&'static str),
}
