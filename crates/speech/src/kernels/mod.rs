//! The arithmetic of the model, in the widest instructions that the processor has.
//!
//! Everything here is written once in portable code that says what is computed, and again
//! for the instruction sets that pay; [`Isa::best`] is asked at run time. Every kernel is tested
//! against the portable one on odd shapes. This is the one module of the workspace with
//! unsafe code.

/// An instruction set that kernels are written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Isa {
    /// What the compiler makes of plain code.
    Portable,
    /// AVX2 and FMA.
    Avx2,
    /// AVX2 with the 8-bit dot products of AVX-VNNI.
    AvxVnni,
    /// AVX-512 F, BW, VL and DQ with VNNI.
    Avx512Vnni,
}

/// How the weights of a layer are kept and multiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// 32-bit floating point.
    Float,
    /// 8-bit whole numbers with one scale an output, and activations scaled row by row.
    #[default]
    Int8,
}
