//! Keyset paging: a page ends with the keys of its last row; the next page begins after them.

/// Which page is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// How many rows at most.
    pub limit: usize,
    /// Sort key and number of the last row seen.
    pub after: Option<(String, String)>,
}

/// One page of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The keys after which the next page begins; `None` on the last page.
    pub next: Option<(String, String)>,
    /// How many rows there are, counted up to [`COUNT_CAP`].
    pub at_least: i64,
    /// The count is exact.
    pub exact: bool,
}

/// Rows are counted up to here: a full count over a province would cost more than the page.
pub const COUNT_CAP: i64 = 10_000;

impl<T> Page<T> {
    /// Cuts a page from rows that were asked for with one more than the limit.
    pub(crate) fn cut(
        mut items: Vec<T>,
        limit: usize,
        count: i64,
        keys: impl Fn(&T) -> (String, String),
    ) -> Page<T> {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(keys) } else { None };
        Page { items, next, at_least: count.min(COUNT_CAP), exact: count <= COUNT_CAP }
    }
}
