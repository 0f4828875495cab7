//! Recurrent layers that hear a window from its beginning and from its end.
//!
//! Frames of several windows are computed together, moment by moment: the weights, which are what
//! takes the time, are then read once for all of them. Values stand moment after moment, and in
//! each window after window.

use super::SegmentationError;
use super::features::MOST_WIDE;
use super::graph::{Graph, Node};
use crate::kernels::{Isa, Linear, Precision, Rows, Then, remember};
use crate::onnx::Tensor;

/// A layer with two memories.
#[derive(Debug)]
pub(super) struct Layer {
    directions: [Direction; 2],
    cells: usize,
}

/// One of the two memories; its gates stand as ONNX has them: input, output, forget, cell.
#[derive(Debug)]
struct Direction {
    from_input: Linear,
    from_state: Linear,
}

impl Layer {
    /// Reads the layer that a recurrent operation of the graph computes.
    pub(super) fn read(
        graph: &Graph,
        node: &Node,
        inputs: usize,
        isa: Isa,
    ) -> Result<Self, SegmentationError> {
        let input = |number: usize| node.inputs.get(number).map_or("", String::as_str);
        // What is quantised stands the other way round.
        let tensor = |number| -> Result<Tensor, SegmentationError> {
            let tensor = graph.tensor(input(number))?;
            Ok(if node.kind == "LSTM" { tensor } else { tensor.turned() })
        };
        let (weights, states, bias) = (tensor(1)?, tensor(2)?, graph.tensor(input(3))?);
        let cells = states.shape.last().copied().unwrap_or_default();
        let is_known = cells > 0
            && cells <= MOST_WIDE
            && weights.shape == [2, 4 * cells, inputs]
            && states.shape == [2, 4 * cells, cells]
            && bias.shape == [2, 8 * cells];
        if !is_known {
            return Err(SegmentationError::Damaged("a recurrent layer has another shape".into()));
        }
        let mut weights = weights.values.chunks(4 * cells * inputs);
        let mut states = states.values.chunks(4 * cells * cells);
        let mut bias = bias.values.chunks(8 * cells);
        let mut next = || {
            let (one, other) = bias.next().unwrap_or_default().split_at(4 * cells);
            let bias: Vec<f32> = one.iter().zip(other).map(|(one, other)| one + other).collect();
            let pack = |weights: Option<&[f32]>, bias, inputs| {
                let shape = (4 * cells, inputs);
                Linear::pack(weights.unwrap_or_default(), bias, shape, Precision::Float, isa)
            };
            Direction {
                from_input: pack(weights.next(), Some(bias.as_slice()), inputs),
                from_state: pack(states.next(), None, cells),
            }
        };
        Ok(Self { directions: [next(), next()], cells })
    }

    /// Numbers that come out for each frame.
    pub(super) fn outputs(&self) -> usize {
        2 * self.cells
    }

    /// Hears all moments of so many windows.
    pub(super) fn apply(&self, values: &[f32], windows: usize, isa: Isa) -> Vec<f32> {
        let [forward, backward] = &self.directions;
        let rows = Rows::new(values, forward.from_input.inputs());
        let moments = rows.count() / windows.max(1);
        let mut output = vec![0.0; rows.count() * self.outputs()];
        let mut gates = vec![0.0; rows.count() * 4 * self.cells];
        for (number, direction) in [forward, backward].into_iter().enumerate() {
            direction.from_input.apply(rows, Then::Store, &mut gates);
            let mut cells = vec![0.0; windows * self.cells];
            let mut states = cells.clone();
            for step in 0..moments {
                let moment = if number == 0 { step } else { moments - 1 - step };
                let size = windows * 4 * self.cells;
                let gates = &mut gates[moment * size..][..size];
                direction.from_state.apply(Rows::new(&states, self.cells), Then::Add, gates);
                remember(gates, &mut cells, &mut states, self.cells, isa);
                let size = windows * self.outputs();
                let frames = output[moment * size..][..size].chunks_mut(self.outputs());
                for (frame, state) in frames.zip(states.chunks(self.cells)) {
                    frame[number * self.cells..][..self.cells].copy_from_slice(state);
                }
            }
        }
        output
    }
}
