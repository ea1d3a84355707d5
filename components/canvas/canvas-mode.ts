import { createContext, useContext } from "react";

/** `edit`: a plan that can be changed. `watch`: a run's frozen copy. */
export type CanvasMode = "edit" | "watch";

export const CanvasModeContext = createContext<CanvasMode>("watch");
export const useCanvasMode = (): CanvasMode => useContext(CanvasModeContext);
