//! What a file is, by its first bytes. JPEG and PNG are taken; for everything else the sentence says what it
//! seems to be and how the same thing can be sent as a picture.

use crate::Unreadable;

/// What is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
}

/// The kind of a picture.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Unreadable> {
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Ok(Kind::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Kind::Png);
    }
    let (code, sentence) = refused(bytes);
    Err(Unreadable::new(code, sentence))
}

fn refused(bytes: &[u8]) -> (&'static str, &'static str) {
    if bytes.starts_with(b"%PDF") {
        return (
            "picture_pdf",
            "这是 PDF 文件，不是图片。请对着纸面或屏幕拍照，或把每一页另存为 JPG 后上传。",
        );
    }
    if let Some(brand) = bytes.get(4..12).filter(|b| b.starts_with(b"ftyp")) {
        let still = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"];
        return match still.iter().any(|s| brand[4..] == s[..]) {
            true => (
                "picture_heic",
                "这是 HEIC 照片，多数电脑打不开。苹果手机请在“设置—相机—格式”里选“兼容性最佳”后重拍，或另存为 JPG。",
            ),
            false => ("not_a_picture", "这是视频，不是照片。请拍照片后上传。"),
        };
    }
    let other = "这种图片格式不能保存。请用看图软件另存为 JPG，或直接拍照后上传。";
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let known: [&[u8]; 4] = [b"GIF8", b"BM", b"II*\0", b"MM\0*"];
    if webp || known.iter().any(|k| bytes.starts_with(k)) {
        return ("picture_format", other);
    }
    let start = bytes.trim_ascii_start();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    if start.starts_with(b"<") {
        return ("picture_format", "这是网页或矢量图文件，不是照片。请拍照，或截图存为 PNG 后上传。");
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return ("not_a_picture", "这是文档或压缩包，不是图片。请打印后拍照，或截图存为 PNG 后上传。");
    }
    ("not_a_picture", "这个文件不是 JPG 或 PNG 图片（改文件名不能改变格式）。请拍照或另存为 JPG 后上传。")
}
