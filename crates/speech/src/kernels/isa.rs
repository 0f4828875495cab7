//! Which instructions there are, and how a kernel is compiled for each of them.

use super::simd::{Portable, Simd};
#[cfg(target_arch = "x86_64")]
use super::simd::{Wide256, Wide512};

/// An instruction set that kernels are written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Isa {
    /// What the compiler makes of plain code.
    Portable,
    /// AVX2 with FMA and F16C.
    Avx2,
    /// AVX2 with the 8-bit dot products of AVX-VNNI.
    AvxVnni,
    /// AVX-512 F, BW, VL and DQ with VNNI.
    Avx512Vnni,
}

/// A piece of arithmetic that can be compiled for any instruction set.
///
/// `run` is to be `#[inline(always)]`, and so is all that it calls with `simd`: only what is inlined
/// is compiled with the instructions that `simd` stands for.
pub(super) trait Task {
    type Output;

    fn run<S: Simd>(self, simd: S) -> Self::Output;
}

impl Isa {
    /// All that there are, the most capable first.
    const ALL: [Self; 4] = [Self::Avx512Vnni, Self::AvxVnni, Self::Avx2, Self::Portable];

    /// The most capable instruction set that this processor has.
    pub fn best() -> Self {
        Self::ALL.into_iter().find(|isa| isa.is_available()).unwrap_or(Self::Portable)
    }

    /// Every instruction set that this processor has, the most capable first.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|isa| isa.is_available())
    }

    /// Whether this processor has it. The standard library asks the processor once only.
    #[cfg(target_arch = "x86_64")]
    pub fn is_available(self) -> bool {
        let avx2 = || {
            is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("fma")
                && is_x86_feature_detected!("f16c")
        };
        match self {
            Self::Portable => true,
            Self::Avx2 => avx2(),
            Self::AvxVnni => avx2() && is_x86_feature_detected!("avxvnni"),
            Self::Avx512Vnni => {
                avx2()
                    && is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vnni")
            }
        }
    }

    /// Whether this processor has it.
    #[cfg(not(target_arch = "x86_64"))]
    pub fn is_available(self) -> bool {
        self == Self::Portable
    }

    /// Does a piece of arithmetic with these instructions.
    ///
    /// # Panics
    /// When the processor has no such instructions.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn run<T: Task>(self, task: T) -> T::Output {
        assert!(self.is_available(), "this processor has no {self:?}");
        // SAFETY: it was just asserted that the processor has what each of these is compiled for.
        unsafe {
            match self {
                Self::Portable => task.run(Portable),
                Self::Avx2 => with_avx2(task),
                Self::AvxVnni => with_avx_vnni(task),
                Self::Avx512Vnni => with_avx512_vnni(task),
            }
        }
    }

    /// Does a piece of arithmetic without 8-bit dot products, which need not be compiled anew for
    /// an instruction set that differs in nothing else.
    ///
    /// # Panics
    /// When the processor has no such instructions.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn run_floats<T: Task>(self, task: T) -> T::Output {
        assert!(self.is_available(), "this processor has no {self:?}");
        // SAFETY: it was just asserted that the processor has what each of these is compiled for;
        // AVX-VNNI is only available with AVX2.
        unsafe {
            match self {
                Self::Portable => task.run(Portable),
                Self::Avx2 | Self::AvxVnni => with_avx2(task),
                Self::Avx512Vnni => with_avx512_vnni(task),
            }
        }
    }

    /// Does a piece of arithmetic with these instructions.
    ///
    /// # Panics
    /// When the processor has no such instructions.
    #[cfg(not(target_arch = "x86_64"))]
    pub(super) fn run_floats<T: Task>(self, task: T) -> T::Output {
        self.run(task)
    }

    /// Does a piece of arithmetic with these instructions.
    ///
    /// # Panics
    /// When the processor has no such instructions.
    #[cfg(not(target_arch = "x86_64"))]
    pub(super) fn run<T: Task>(self, task: T) -> T::Output {
        assert!(self.is_available(), "this processor has no {self:?}");
        task.run(Portable)
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c")]
fn with_avx2<T: Task>(task: T) -> T::Output {
    // SAFETY: this function is only called where there is what the token stands for.
    task.run(unsafe { Wide256::<false>::assume() })
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c,avxvnni")]
fn with_avx_vnni<T: Task>(task: T) -> T::Output {
    // SAFETY: this function is only called where there is what the token stands for.
    task.run(unsafe { Wide256::<true>::assume() })
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
fn with_avx512_vnni<T: Task>(task: T) -> T::Output {
    // SAFETY: this function is only called where there is what the token stands for.
    task.run(unsafe { Wide512::assume() })
}

impl std::fmt::Display for Isa {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Portable => "portable",
            Self::Avx2 => "AVX2",
            Self::AvxVnni => "AVX-VNNI",
            Self::Avx512Vnni => "AVX-512 VNNI",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_comes_first_and_plain_code_is_always_there() {
        let available: Vec<_> = Isa::available().collect();
        assert_eq!(available.first(), Some(&Isa::best()));
        assert_eq!(available.last(), Some(&Isa::Portable));
        assert!(available.is_sorted_by(|one, next| one > next));
    }
}
