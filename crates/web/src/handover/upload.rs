//! Reads what the upload form sends: first the token, then whose roster it is, then the file. The token is
//! checked before a byte of the file is read. A file beyond the limit is read to its end and thrown away,
//! so that the browser hears the answer instead of a broken connection.
//! Must never know: what is in the file.

use crate::{
    form::{
        self,
        parts::{self, Unread},
    },
    session::Visitor,
};
use axum::{extract::Multipart, http::StatusCode};

/// Bytes of a file that are kept: the limit of the reader.
pub(super) const KEPT_AT_MOST: usize = 20_000_000;
/// Bytes of a request that are read at all.
pub(super) const READ_AT_MOST: usize = 64_000_000;

/// What was sent.
pub(super) struct Sent {
    /// The custodial place, or the city for several; empty where the form does not ask.
    pub(super) custody: String,
    /// The file.
    pub(super) bytes: Vec<u8>,
}

/// Why it cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bad {
    /// The form's token is missing, wrong or comes after the file.
    Token,
    /// No file was chosen, or it is empty.
    NoFile,
    /// More than the limit.
    TooLarge,
    /// Not what a form sends, or broken off.
    Broken,
}

impl Bad {
    /// The status of the answer.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Bad::Token => StatusCode::FORBIDDEN,
            Bad::NoFile => StatusCode::UNPROCESSABLE_ENTITY,
            Bad::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Bad::Broken => StatusCode::BAD_REQUEST,
        }
    }

    /// What is wrong and what to do.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Bad::Token => "这个页面打开太久，或已在别处重新登录，没有上传。请重新选择文件再上传。",
            Bad::NoFile => "没有收到文件，或文件是空的。请选择名册文件后再上传。",
            Bad::TooLarge => {
                "文件超过 20 MB，名册不会这样大。请删除图片和无关工作表，或按监所分成几个文件后再上传。"
            }
            Bad::Broken => "上传中断，没有收到完整的文件。请检查网络后重新上传。",
        }
    }
}

impl From<Unread> for Bad {
    fn from(unread: Unread) -> Bad {
        match unread {
            Unread::TooLarge => Bad::TooLarge,
            Unread::Broken => Bad::Broken,
        }
    }
}

/// Reads the parts of the form in their order.
pub(super) async fn read(mut sent: Multipart, visitor: &Visitor) -> Result<Sent, Bad> {
    let (mut custody, mut trusted) = (String::new(), false);
    while let Some(part) = sent.next_field().await.map_err(Unread::from)? {
        let name = part.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "csrf" => trusted = form::same_token(&parts::short(part).await?, &visitor.session.csrf),
            _ if !trusted => return Err(Bad::Token),
            "custody" => custody = parts::short(part).await?,
            "file" => {
                let bytes = parts::file(part, KEPT_AT_MOST).await?;
                return if bytes.is_empty() { Err(Bad::NoFile) } else { Ok(Sent { custody, bytes }) };
            }
            _ => {}
        }
    }
    Err(if trusted { Bad::NoFile } else { Bad::Token })
}
