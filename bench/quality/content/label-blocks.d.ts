import type { Block } from '../../../libs/collection/src/extract/content/page-blocks.ts';
/** Per block the share of it (0 to 1) that the hand-made text of a page contains: by runs of four words, whole lines for short blocks, each line as often as it is there. */
export declare function labelBlocks(blocks: readonly Block[], truth: string): Float32Array;
