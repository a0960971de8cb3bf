//! Why an answer is not what was asked for: refusals and field errors for the person at the screen,
//! operations and causes for the log. The web maps this once, for pages and JSON alike.

use domain::{command::FieldError, kernel::Refusal};

/// The short form used throughout this crate.
pub type Result<T> = std::result::Result<T, Problem>;

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The domain says no.
    Refused(Refusal),
    /// What was typed is wrong, all fields at once.
    Fields(Vec<FieldError>),
    /// Not there, or outside the asker's scope: the two cannot be told apart.
    NotFound,
    /// The case of that number is sealed: the asker may see it and must say why first.
    ReasonNeeded(String),
    /// The answer is about an older version than the present one.
    Stale {
        /// The present version.
        version: i64,
    },
    /// The command answers what was seen and must name the version.
    VersionNeeded,
    /// The idempotency key was used for another request.
    KeyReused,
    /// The file cannot be read: code and sentence.
    File(&'static str, String),
    /// Signing in failed; the sentence does not say what was wrong.
    SignIn,
    /// Too many failures: locked until that instant (milliseconds since 1970 UTC).
    Locked(i64),
    /// Not signed in, or the session ended.
    SessionEnded,
    /// No rights yet.
    NoGrant,
    /// The look could not be recorded, so nothing is shown.
    LookNotRecorded,
    /// The store is full.
    Full,
    /// The store cannot be reached or is too busy.
    Unavailable,
    /// A bug or damage; the operation is for the log.
    Broken(String),
    /// Somebody else wrote the stream first; the unit of work is run again.
    Raced,
}

impl Problem {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Refused(refusal) => refusal.code,
            Problem::Fields(_) => "fields",
            Problem::NotFound => "not_found",
            Problem::ReasonNeeded(_) => "reason_needed",
            Problem::Stale { .. } => "stale_version",
            Problem::VersionNeeded => "version_needed",
            Problem::KeyReused => "idempotency_key_reused",
            Problem::File(code, _) => code,
            Problem::SignIn => "sign_in",
            Problem::Locked(_) => "locked",
            Problem::SessionEnded => "session_ended",
            Problem::NoGrant => "no_grant",
            Problem::LookNotRecorded => "look_not_recorded",
            Problem::Full => "store_full",
            Problem::Unavailable | Problem::Raced => "unavailable",
            Problem::Broken(_) => "broken",
        }
    }

    /// One Chinese sentence: what is wrong and what to do.
    pub fn sentence(&self) -> String {
        match self {
            Problem::Refused(refusal) => refusal.detail.clone(),
            Problem::Fields(errors) => match errors.as_slice() {
                [one] => one.message.clone(),
                several => format!("有 {} 处需要改正，请看各项的提示", several.len()),
            },
            Problem::NotFound => "没有找到。可能编号有误，或不在您的辖区。".into(),
            Problem::ReasonNeeded(_) => "这是封存档案，请先写明查阅事由，再查看或办理。".into(),
            Problem::Stale { .. } => {
                "您打开之后，别人已更新这份档案。请看过最新情况再提交，您填写的内容仍在。".into()
            }
            Problem::VersionNeeded => "请先打开档案，看过最新情况再办理。".into(),
            Problem::KeyReused => "同一个提交编号用在了不同的内容上，请刷新页面后重试。".into(),
            Problem::File(_, sentence) => sentence.clone(),
            Problem::SignIn => "账号或密码不对。".into(),
            Problem::Locked(_) => "连续多次输错，账号已暂时锁定，请十五分钟后再试或联系管理员。".into(),
            Problem::SessionEnded => "登录已过期，请重新登录。".into(),
            Problem::NoGrant => "账号还没有授权，请联系本单位负责人授权。".into(),
            Problem::LookNotRecorded => "查阅记录暂时写不进去，按规定不能显示档案，请稍后再试。".into(),
            Problem::Full => "存储空间已满，这次没有保存。请联系管理员，您填写的内容仍在。".into(),
            Problem::Unavailable | Problem::Raced => {
                "系统暂时忙或数据库没有响应，这次没有保存。请稍后重试，您填写的内容仍在。".into()
            }
            Problem::Broken(_) => "系统出错，这次没有保存。请稍后重试；仍不行请联系管理员。".into(),
        }
    }

    pub(crate) fn is_race(&self) -> bool {
        *self == Problem::Raced
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        Problem::Refused(refusal)
    }
}

impl From<database::Error> for Problem {
    fn from(error: database::Error) -> Problem {
        use database::Kind;
        match &error.kind {
            Kind::Full => Problem::Full,
            Kind::Conflict | Kind::Busy | Kind::Unavailable => Problem::Unavailable,
            Kind::Unique(what) if is_stream_race(what) => Problem::Raced,
            _ => Problem::Broken(error.to_string()),
        }
    }
}

/// Two works wrote the same version of a stream, registered one number twice, or took one number for two
/// cases: whoever comes second looks again.
fn is_stream_race(what: &str) -> bool {
    [
        "event(",
        "stream(",
        "person_number(",
        "receipt(",
        "visible(",
        "held(",
        "roster(",
        "upload_line(",
        "note(",
    ]
    .iter()
    .any(|t| what.starts_with(t))
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Problem {
        match error {
            store::Error::Database(error) => error.into(),
            store::Error::Raced => Problem::Raced,
            store::Error::Unreadable(what) => Problem::Broken(format!("{what} cannot be read")),
        }
    }
}

impl From<documents::Unreadable> for Problem {
    fn from(unreadable: documents::Unreadable) -> Problem {
        Problem::File(unreadable.code, unreadable.message)
    }
}
