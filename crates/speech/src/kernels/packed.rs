//! Keys and values as attention reads them: packed once, read for every query.
//!
//! They lie in chunks of [`CHUNK`] positions. In a chunk every head has its keys in panels, turned
//! around so that a vector holds the same number of several positions, and then its values in panels
//! of columns. Chunks are filled independently, so threads can fill them at once.

use super::aligned::Aligned;
use super::isa::{Isa, Task};
use super::rows::Rows;
use super::simd::{MOST_LANES, Simd, load_some};
use super::tile;
use super::tile::ACROSS;

/// Positions that attention goes through at a time, so that their scores stay in the nearest cache.
pub const CHUNK: usize = 96;

/// Numbers across a panel.
pub(super) fn panel_width(isa: Isa) -> usize {
    ACROSS
        * match isa {
            Isa::Portable => 4,
            Isa::Avx2 | Isa::AvxVnni => 8,
            Isa::Avx512Vnni => 16,
        }
}

/// How packed keys and values are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// In 32 bits.
    Whole,
    /// In 16 bits, which reading them for every token takes half the time for.
    Half,
}

/// Packed keys and values of some positions.
#[derive(Debug)]
pub struct KeysAndValues {
    pub(super) shape: Shape,
    pub(super) memory: Memory,
}

#[derive(Debug)]
pub(super) enum Memory {
    Whole(Aligned<f32>),
    Half(Aligned<u16>),
}

/// Where what lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) heads: usize,
    pub(super) width: usize,
    pub(super) positions: usize,
    pub(super) isa: Isa,
}

impl Shape {
    /// Panels that the columns of a head's values take.
    pub(super) fn value_panels(&self) -> usize {
        self.width.div_ceil(panel_width(self.isa))
    }

    /// Numbers that the keys of a head take in a chunk.
    pub(super) fn keys(&self) -> usize {
        CHUNK * self.width
    }

    /// Numbers that a panel of values takes in a chunk.
    pub(super) fn value_panel(&self) -> usize {
        CHUNK * panel_width(self.isa)
    }

    /// Numbers that a head takes in a chunk.
    pub(super) fn head(&self) -> usize {
        self.keys() + self.value_panels() * self.value_panel()
    }

    /// Numbers in a chunk.
    pub(super) fn chunk(&self) -> usize {
        self.heads * self.head()
    }

    pub(super) fn chunks(&self) -> usize {
        self.positions.div_ceil(CHUNK)
    }

    /// Positions of a chunk, of which the last may have fewer.
    pub(super) fn positions_of(&self, chunk: usize) -> usize {
        CHUNK.min(self.positions - chunk * CHUNK)
    }
}

impl KeysAndValues {
    /// Makes room for so many positions, of so many heads of such a width.
    ///
    /// # Panics
    /// When there is no head, or it has no width, or the processor lacks the instructions.
    pub fn new((heads, width): (usize, usize), positions: usize, stored: Stored, isa: Isa) -> Self {
        assert!(heads > 0 && width > 0, "heads of some width");
        assert!(isa.is_available(), "this processor has no {isa:?}");
        let shape = Shape { heads, width, positions, isa };
        let length = shape.chunks() * shape.chunk();
        let memory = match stored {
            Stored::Whole => Memory::Whole(Aligned::zeros(length)),
            Stored::Half => Memory::Half(Aligned::zeros(length)),
        };
        Self { shape, memory }
    }

    /// Positions that there is room for.
    pub fn positions(&self) -> usize {
        self.shape.positions
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        match &self.memory {
            Memory::Whole(memory) => size_of_val(&**memory),
            Memory::Half(memory) => size_of_val(&**memory),
        }
    }

    /// Its chunks, each to be filled with the keys and values of the next [`CHUNK`] positions.
    pub fn chunks_mut(&mut self) -> impl Iterator<Item = Chunk<'_>> {
        let shape = self.shape;
        let (whole, half): (&mut [f32], &mut [u16]) = match &mut self.memory {
            Memory::Whole(memory) => (memory, &mut []),
            Memory::Half(memory) => (&mut [], memory),
        };
        let whole = whole.chunks_exact_mut(shape.chunk()).map(ChunkMemory::Whole);
        let half = half.chunks_exact_mut(shape.chunk()).map(ChunkMemory::Half);
        whole.chain(half).enumerate().map(move |(chunk, memory)| {
            let positions = shape.positions_of(chunk);
            Chunk { shape, positions, memory }
        })
    }
}

/// Some positions' keys and values, to be filled.
pub struct Chunk<'a> {
    shape: Shape,
    positions: usize,
    memory: ChunkMemory<'a>,
}

enum ChunkMemory<'a> {
    Whole(&'a mut [f32]),
    Half(&'a mut [u16]),
}

impl Chunk<'_> {
    /// Positions that it has: [`CHUNK`], or what is left for the last one.
    pub fn positions(&self) -> usize {
        self.positions
    }

    /// Packs the keys and values of all of its positions; a row has those of all heads.
    ///
    /// # Panics
    /// When there are not so many rows, or they are not as wide as the heads are together.
    pub fn pack(self, keys: Rows<'_>, values: Rows<'_>) {
        let (isa, shape) = (self.shape.isa, self.shape);
        for rows in [keys, values] {
            assert_eq!(rows.count(), self.positions, "a row for each position");
            assert_eq!(rows.width(), shape.heads * shape.width, "all heads in a row");
        }
        match self.memory {
            ChunkMemory::Whole(memory) => isa.run_floats(Pack { shape, keys, values, memory }),
            ChunkMemory::Half(memory) => isa.run_floats(Pack { shape, keys, values, memory }),
        }
    }
}

struct Pack<'a, W> {
    shape: Shape,
    keys: Rows<'a>,
    values: Rows<'a>,
    memory: &'a mut [W],
}

impl<W: tile::Stored> Task for Pack<'_, W> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { shape, keys, values, memory } = self;
        assert_eq!(panel_width(shape.isa), ACROSS * S::LANES, "packed for these instructions");
        for (head, memory) in memory.chunks_exact_mut(shape.head()).enumerate() {
            let (key_memory, value_memory) = memory.split_at_mut(shape.keys());
            let columns = head * shape.width;
            pack_keys(simd, keys.columns(columns, shape.width), key_memory);
            pack_values(simd, values.columns(columns, shape.width), &shape, value_memory);
        }
    }
}

#[inline(always)]
fn pack_keys<S: Simd, W: tile::Stored>(simd: S, keys: Rows<'_>, memory: &mut [W]) {
    let across = ACROSS * S::LANES;
    for (panel, memory) in memory.chunks_exact_mut(across * keys.width()).enumerate() {
        for vector in 0..ACROSS {
            let first = panel * across + vector * S::LANES;
            let count = keys.count().saturating_sub(first).min(S::LANES);
            let rows: [&[f32]; MOST_LANES] =
                std::array::from_fn(|lane| if lane < count { keys.row(first + lane) } else { &[] });
            for column in 0..keys.width() {
                let mut turned = [0.0; MOST_LANES];
                for (turned, row) in turned.iter_mut().zip(&rows[..count]) {
                    *turned = row[column];
                }
                let to = &mut memory[column * across + vector * S::LANES..][..S::LANES];
                // SAFETY: there are as many numbers on both sides as a vector has.
                unsafe { W::store(simd, to.as_mut_ptr(), simd.load(turned.as_ptr())) };
            }
        }
    }
}

#[inline(always)]
fn pack_values<S: Simd, W: tile::Stored>(
    simd: S,
    values: Rows<'_>,
    shape: &Shape,
    memory: &mut [W],
) {
    let across = ACROSS * S::LANES;
    for (panel, memory) in memory.chunks_exact_mut(shape.value_panel()).enumerate() {
        for position in 0..values.count() {
            let row = values.row(position);
            for vector in 0..ACROSS {
                let column = panel * across + vector * S::LANES;
                let from = &row[column.min(row.len())..];
                let to = &mut memory[position * across + vector * S::LANES..][..S::LANES];
                // SAFETY: there is room for a vector, and it is read whole only where it is whole.
                unsafe {
                    let from = if from.len() >= S::LANES {
                        simd.load(from.as_ptr())
                    } else {
                        load_some(simd, from, 0.0)
                    };
                    W::store(simd, to.as_mut_ptr(), from);
                }
            }
        }
    }
}
