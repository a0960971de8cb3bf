//! Reads what the upload form sends: first the token, then whose roster it is, then the file. The token is
//! checked before a byte of the file is read. A file beyond the limit is read to its end and thrown away,
//! so that the browser hears the answer instead of a broken connection.
//! Must never know: what is in the file.

use crate::{form, session::Visitor};
use axum::{
    extract::multipart::{Field, Multipart, MultipartError},
    http::StatusCode,
};

/// Bytes of a file that are kept: the limit of the reader.
pub(super) const KEPT_AT_MOST: usize = 20_000_000;
/// Bytes of a request that are read at all.
pub(super) const READ_AT_MOST: usize = 64_000_000;
/// Bytes of the parts that are not the file.
const SHORT: usize = 200;

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

impl From<MultipartError> for Bad {
    fn from(error: MultipartError) -> Bad {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Bad::TooLarge,
            _ => Bad::Broken,
        }
    }
}

/// Reads the parts of the form in their order.
pub(super) async fn read(mut parts: Multipart, visitor: &Visitor) -> Result<Sent, Bad> {
    let (mut custody, mut trusted) = (String::new(), false);
    while let Some(part) = parts.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "csrf" => trusted = form::same_token(&short(part).await?, &visitor.session.csrf),
            _ if !trusted => return Err(Bad::Token),
            "custody" => custody = short(part).await?,
            "file" => return Ok(Sent { custody, bytes: file(part).await? }),
            _ => {}
        }
    }
    Err(if trusted { Bad::NoFile } else { Bad::Token })
}

/// A part that can only be short.
async fn short(mut part: Field<'_>) -> Result<String, Bad> {
    let mut bytes = vec![];
    while let Some(chunk) = part.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > SHORT {
            return Err(Bad::Broken);
        }
    }
    String::from_utf8(bytes).map_err(|_| Bad::Broken)
}

async fn file(mut part: Field<'_>) -> Result<Vec<u8>, Bad> {
    let (mut bytes, mut length) = (vec![], 0_usize);
    while let Some(chunk) = part.chunk().await? {
        length += chunk.len();
        if length > KEPT_AT_MOST {
            bytes = vec![];
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    match length {
        0 => Err(Bad::NoFile),
        l if l > KEPT_AT_MOST => Err(Bad::TooLarge),
        _ => Ok(bytes),
    }
}
