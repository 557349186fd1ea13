namespace GameServer;

/// <summary>A line of a player, on its way to the tick that takes it.</summary>
internal sealed class Request(Entity? entity, string line)
{
    private readonly TaskCompletionSource<string> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Entity> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Entity? Entity { get; } = entity;

    public string Line { get; } = line;

    public Task<string> Answered => _answered.Task;

    public Task<Entity> Entered => _entered.Task;

    public void Answer(string text) => _answered.SetResult(text);

    public void Enter(Entity entity) => _entered.SetResult(entity);
}
