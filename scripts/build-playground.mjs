// Builds the web page if it is older than its sources.
import { buildPlayground } from './preflight.mjs';

buildPlayground();
