//! Whether a JPEG was sent to its end. The decoder fills what is missing with grey and says nothing, so that
//! a photo of which half arrived would be kept as a document; here its parts are walked to the end mark.
//! What stands behind the mark (a motion photo's film) is not looked at, and not kept.

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;

/// Whether the end mark of the first picture is there.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        let Some((mark, after)) = next_mark(rest) else { return false };
        rest = match mark {
            EOI => return true,
            SOI | 0x01 | 0xD0..=0xD7 => after,
            _ => match segment(after) {
                Some(behind) => behind,
                None => return false,
            },
        };
        if mark == SOS {
            rest = behind_the_dots(rest);
        }
    }
}

/// The mark at the beginning and what follows it; fill bytes may stand before.
fn next_mark(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let rest = bytes.strip_prefix(&[0xFF])?;
    let fill = rest.iter().take_while(|b| **b == 0xFF).count();
    rest.get(fill).map(|mark| (*mark, &rest[fill + 1..]))
}

/// What follows a segment, whose first two bytes are its length.
fn segment(bytes: &[u8]) -> Option<&[u8]> {
    let length = u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]);
    bytes.get(usize::from(length.max(2))..)
}

/// From the next mark on that is no part of the dots: neither a stuffed byte nor a restart.
fn behind_the_dots(bytes: &[u8]) -> &[u8] {
    let is_mark = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF);
    bytes.windows(2).position(is_mark).map_or(&[], |at| &bytes[at..])
}
