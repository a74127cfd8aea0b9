// The sheet of paper: a canvas on which mouse, finger, pen and keys draw.
/// <reference lib="dom" />

import { make } from "../web/dom.ts";
import { addLine, inkOfStrokes, sheetSide, type Stroke } from "./strokes.ts";

/** A sheet with its buttons. */
export interface Sheet {
  readonly element: HTMLElement;
}

/** Makes a sheet; `onInk` hears of its ink after each piece of a stroke. */
export function makeSheet(onInk: (ink: Float32Array) => void): Sheet {
  const canvas = make("canvas", {
    width: 2 * sheetSide,
    height: 2 * sheetSide,
    className: "sheet",
    tabIndex: 0,
    role: "img",
    "aria-label": "Sheet to draw on. With keys: arrows move the pencil, space puts it down and lifts it.",
  });
  const thickness = make("input", { type: "range", min: "8", max: "44", value: "22", "aria-label": "Thickness" });
  const undo = make("button", { type: "button", textContent: "Undo" });
  const wipe = make("button", { type: "button", textContent: "Clear" });
  const state: SheetState = { strokes: [], ink: inkOfStrokes([]), drawing: false, pen: [sheetSide / 2, sheetSide / 2] };

  const repaint = () => paint(canvas, state);
  const redraw = () => {
    state.ink.set(inkOfStrokes(state.strokes));
    repaint();
    onInk(state.ink);
  };
  const begin = (point: Point) => {
    state.drawing = true;
    state.strokes.push({ points: [], thickness: Number(thickness.value) });
    extend(point);
  };
  const extend = (point: Point) => {
    const { points, thickness } = state.strokes[state.strokes.length - 1];
    addLine(state.ink, points[points.length - 1] ?? point, point, thickness);
    points.push(point);
    repaint();
    onInk(state.ink);
  };
  listenToPointer(canvas, { begin, extend, end: () => state.drawing = false, isDrawing: () => state.drawing });
  canvas.addEventListener("keydown", (event) => {
    const step = arrows[event.key];
    if (event.key === " ") {
      if (state.drawing) state.drawing = false;
      else if (!event.repeat) begin([...state.pen]);
    } else if (step) {
      state.pen = state.pen.map((value, i) => Math.min(sheetSide, Math.max(0, value + 7 * step[i]))) as Point;
      if (state.drawing) extend([...state.pen]);
    } else return;
    event.preventDefault();
    repaint();
  });
  canvas.addEventListener("focus", repaint);
  canvas.addEventListener("blur", repaint);
  undo.addEventListener("click", () => {
    state.strokes.pop();
    state.drawing = false;
    redraw();
  });
  wipe.addEventListener("click", () => {
    state.strokes = [];
    state.drawing = false;
    redraw();
  });
  repaint();
  const tools = make("div", { className: "tools" }, undo, wipe, make("label", {}, "thickness ", thickness));
  return { element: make("div", { className: "paper" }, canvas, tools) };
}

type Point = [number, number];

interface SheetState {
  strokes: { points: Point[]; thickness: number }[];
  ink: Float32Array;
  drawing: boolean;
  /** Where the keys hold the pencil. */
  pen: Point;
}

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Pencil {
  begin(point: Point): void;
  extend(point: Point): void;
  end(): void;
  isDrawing(): boolean;
}

function listenToPointer(canvas: HTMLCanvasElement, { begin, extend, end, isDrawing }: Pencil): void {
  const place = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [(clientX - left) / width * sheetSide, (clientY - top) / height * sheetSide];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    begin(place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (isDrawing() && event.buttons === 1) extend(place(event));
  });
  for (const name of ["pointerup", "pointercancel"] as const) canvas.addEventListener(name, end);
}

function paint(canvas: HTMLCanvasElement, { strokes, drawing, pen }: SheetState): void {
  const context = canvas.getContext("2d")!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(canvas.width / sheetSide, canvas.height / sheetSide);
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = "#1a1a1a";
  for (const stroke of strokes) drawStroke(context, stroke);
  if (!canvas.matches(":focus-visible")) return;
  context.lineWidth = 1.5;
  context.strokeStyle = drawing ? "#d6604d" : "#888888";
  context.beginPath();
  context.arc(...pen, 7, 0, 7);
  context.stroke();
}

function drawStroke(context: CanvasRenderingContext2D, { points, thickness }: Stroke): void {
  context.lineWidth = thickness;
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  if (points.length === 1) context.lineTo(points[0][0], points[0][1] + 0.01);
  context.stroke();
}
