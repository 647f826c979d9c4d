// Lets Node read the TypeScript sources. `--import tsx` would do so in processes, but not in threads.
import { register } from 'tsx/esm/api';

register();
