import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { takeKeyFromAddress } from './session/key.ts';

// Before anything else happens, so that nothing sees it in the address.
const linkedKey = takeKeyFromAddress();
const place = document.getElementById('page');
if (place) createRoot(place).render(<App linkedKey={linkedKey} />);
