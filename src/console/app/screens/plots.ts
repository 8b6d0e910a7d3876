/** All that is drawn by uPlot, in one file with it. */
export { default as Plots } from "./machine/plots.tsx";
export { default as DayPlot } from "./usage/day-plot.tsx";
