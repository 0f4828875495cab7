//! The outer form of an ONNX file: Protocol Buffers, as far as they are needed here.
//!
//! A message is a row of fields, each with a number and a value that tells its own length. Nothing
//! is trusted: a length that leads past the end is an error, and nesting is for the caller.

use super::Fault;

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'b> {
    Number(u64),
    Bytes(&'b [u8]),
    Float(f32),
    /// Something of eight bytes, which nothing here needs.
    Other,
}

/// The fields of a message, in their order.
pub(crate) struct Fields<'b>(pub(crate) &'b [u8]);

impl<'b> Iterator for Fields<'b> {
    /// A field's number and what it holds; nothing follows what is wrong.
    type Item = Result<(u64, Value<'b>), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

impl<'b> Fields<'b> {
    fn field(&mut self) -> Result<(u64, Value<'b>), Fault> {
        let tag = self.number()?;
        let value = match tag & 7 {
            0 => Value::Number(self.number()?),
            1 => self.bytes(8).map(|_| Value::Other)?,
            2 => {
                let length = usize::try_from(self.number()?).unwrap_or(usize::MAX);
                Value::Bytes(self.bytes(length)?)
            }
            5 => {
                let (bytes, _) = self.bytes(4)?.as_chunks::<4>();
                Value::Float(bytes.first().copied().map_or(0.0, f32::from_le_bytes))
            }
            _ => return Err(Fault::new("a field of an unknown kind")),
        };
        Ok((tag >> 3, value))
    }

    /// A whole number in groups of seven bits, the lowest first.
    pub(super) fn number(&mut self) -> Result<u64, Fault> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.bytes(1)?.first().copied().unwrap_or_default();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Fault::new("a number without an end"))
    }

    fn bytes(&mut self, count: usize) -> Result<&'b [u8], Fault> {
        let ends_early = || Fault::new("a part is longer than what is left");
        let (bytes, rest) = self.0.split_at_checked(count).ok_or_else(ends_early)?;
        self.0 = rest;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_one_after_the_other() {
        let mut fields = Fields(b"\x08\x96\x01\x12\x02hi\x1d\0\0\x80\x3f");
        assert!(matches!(fields.next(), Some(Ok((1, Value::Number(150))))));
        assert!(matches!(fields.next(), Some(Ok((2, Value::Bytes(b"hi"))))));
        assert!(matches!(fields.next(), Some(Ok((3, Value::Float(1.0))))));
        assert!(fields.next().is_none());
    }

    #[test]
    fn what_leads_past_the_end_is_refused() {
        for damaged in [
            &b"\x08"[..],
            b"\x12\x03hi",
            b"\x1d\0",
            b"\x0b",
            b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
            b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        ] {
            let mut fields = Fields(damaged);
            assert!(matches!(fields.next(), Some(Err(_))), "{damaged:?}");
            assert!(fields.next().is_none(), "nothing follows");
        }
    }
}
