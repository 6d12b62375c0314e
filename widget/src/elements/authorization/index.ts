export { Authorization } from '../../app/authorization/authorization.ts';
export { authorizationPanel } from './panel.ts';
