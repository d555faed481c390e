//! Numbers, texts and words in bytes: how kept rows are written, and read without trust.

use onrecord_core::Position;
use thiserror::Error;

/// Bytes that hold no kept rows. They are derived, so they are deleted and built again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("{0}")]
pub struct Malformed(pub &'static str);

impl Malformed {
    /// They were written for another view, or by another version of it: nothing is wrong with them.
    pub const OTHER: Malformed = Malformed("the rows are of another view or version");

    /// They do not follow those before: they are left of blocks that others took the place of.
    pub const NOT_NEXT: Malformed = Malformed("a block does not follow the one before it");
}

/// Bytes while they are written.
#[derive(Clone, Default, Debug)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// What was written.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// What was written, taken out.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Writes one byte.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Writes a number, in one byte where it is less than 128 (LEB128).
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// Writes counts one after the other.
    pub fn counts(&mut self, counts: &[u32]) {
        counts.iter().for_each(|count| self.number(u64::from(*count)));
    }

    /// Writes a text with its length before it.
    pub fn text(&mut self, text: &str) {
        self.block(text.as_bytes());
    }

    /// Writes bytes with their length before them.
    pub fn block(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Writes bytes as they are.
    pub fn all(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Writes a word as its place in the list of all of its vocabulary.
    pub fn word<T: PartialEq>(&mut self, all: &[T], word: T) {
        let place = all.iter().position(|other| *other == word);
        self.number(place.map_or(all.len(), |place| place) as u64);
    }

    /// Writes whether there is a value, and the value.
    pub fn option<T>(&mut self, value: Option<&T>, write: impl FnOnce(&T, &mut Writer)) {
        self.byte(u8::from(value.is_some()));
        if let Some(value) = value {
            write(value, self);
        }
    }

    /// Writes how many values there are, and the values.
    pub fn list<T>(&mut self, values: &[T], write: impl Fn(&T, &mut Writer)) {
        self.number(values.len() as u64);
        values.iter().for_each(|value| write(value, self));
    }

    /// Writes ascending positions, each as how far it is behind the one before.
    pub fn positions(&mut self, positions: &[Position]) {
        self.number(positions.len() as u64);
        let mut before = 0;
        for position in positions {
            self.number(position.get().wrapping_sub(std::mem::replace(&mut before, position.get())));
        }
    }
}

/// Bytes while they are read. Nothing is taken from memory but for what is there.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'b>(&'b [u8]);

const SHORT: Malformed = Malformed("the bytes end too soon");

impl<'b> Reader<'b> {
    /// Reads these bytes.
    pub fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader(bytes)
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is left.
    pub fn rest(&self) -> &'b [u8] {
        self.0
    }

    /// Reads one byte.
    ///
    /// # Errors
    /// [`Malformed`] at the end; as of all that follow.
    pub fn byte(&mut self) -> Result<u8, Malformed> {
        let (byte, rest) = self.0.split_first().ok_or(SHORT)?;
        self.0 = rest;
        Ok(*byte)
    }

    /// Reads a number.
    ///
    /// # Errors
    /// [`Malformed`] where it has more than 64 bits.
    pub fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                break;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Malformed("a number has too many bits"))
    }

    /// Reads a number that counts things in a row.
    ///
    /// # Errors
    /// [`Malformed`] where it has more than 32 bits.
    pub fn count(&mut self) -> Result<u32, Malformed> {
        u32::try_from(self.number()?).map_err(|_| Malformed("a count has more than 32 bits"))
    }

    /// Reads a position.
    ///
    /// # Errors
    /// [`Malformed`] where it is 0.
    pub fn position(&mut self) -> Result<Position, Malformed> {
        Position::new(self.number()?).ok_or(Malformed("a position is 0"))
    }

    /// Reads so many bytes.
    ///
    /// # Errors
    /// [`Malformed`] where there are not as many.
    pub fn take(&mut self, count: u64) -> Result<&'b [u8], Malformed> {
        let count = usize::try_from(count).map_err(|_| SHORT)?;
        let (taken, rest) = self.0.split_at_checked(count).ok_or(SHORT)?;
        self.0 = rest;
        Ok(taken)
    }

    /// Reads bytes that stand behind their length.
    ///
    /// # Errors
    /// As [`Reader::take`].
    pub fn block(&mut self) -> Result<&'b [u8], Malformed> {
        let count = self.number()?;
        self.take(count)
    }

    /// Reads a checksum.
    ///
    /// # Errors
    /// As [`Reader::take`].
    pub fn checksum(&mut self) -> Result<u32, Malformed> {
        let (checksum, rest) = self.0.split_first_chunk().ok_or(SHORT)?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*checksum))
    }

    /// Reads a text.
    ///
    /// # Errors
    /// [`Malformed`] where it is not UTF-8.
    pub fn text(&mut self) -> Result<&'b str, Malformed> {
        std::str::from_utf8(self.block()?).map_err(|_| Malformed("a text is not UTF-8"))
    }

    /// Reads a word by its place in the list of all of its vocabulary.
    ///
    /// # Errors
    /// [`Malformed`] where the list has no such place.
    pub fn word<T: Copy>(&mut self, all: &[T]) -> Result<T, Malformed> {
        let place = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        all.get(place).copied().ok_or(Malformed("a word is not of its vocabulary"))
    }

    /// Reads a value, if there is one.
    ///
    /// # Errors
    /// What `read` answers.
    pub fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Reader<'b>) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        match self.byte()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(Malformed("a value is neither there nor not")),
        }
    }

    /// Reads a list of values.
    ///
    /// # Errors
    /// What `read` answers.
    pub fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Reader<'b>) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let count = self.number()?;
        (0..count).map(|_| read(self)).collect()
    }

    /// Reads ascending positions.
    ///
    /// # Errors
    /// [`Malformed`] where one is not behind the one before.
    pub fn positions(&mut self) -> Result<Vec<Position>, Malformed> {
        let mut before = 0_u64;
        self.list(|from| {
            let position = before.checked_add(from.number()?).filter(|position| *position > before);
            before = position.ok_or(Malformed("positions do not ascend"))?;
            Position::new(before).ok_or(Malformed("a position is 0"))
        })
    }
}
