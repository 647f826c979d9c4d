import { Component, type ReactNode } from 'react';
import { english } from '../english.ts';
import { Notice } from './notice.tsx';

/** Keeps a fault in one panel from taking the page with it. */
export class FailureBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <Notice failure={english.failures.broken} /> : this.props.children;
  }
}
