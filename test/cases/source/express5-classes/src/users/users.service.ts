interface Users {
  first(): Promise<unknown>;
  find(id: unknown): Promise<unknown>;
  insert(user: unknown): Promise<unknown>;
  update(id: unknown, change: unknown): Promise<unknown>;
  remove(id: unknown): Promise<void>;
}

export declare const users: Users;
