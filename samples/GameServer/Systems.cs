using HotWeave;

namespace GameServer;

/// <summary>What happens to the world at each tick.</summary>
internal interface ISystem
{
    void Update(World world, double seconds);
}

/// <summary>All that happens, found when the server starts. The clock's thread reads what others exchange whole.</summary>
[Swappable]
internal static class Systems
{
    private static volatile ISystem[] s_all = [.. typeof(Systems).Assembly.GetTypes().Where(IsSystem).OrderBy(t => t.Name).Select(Make)];

    public static IReadOnlyList<ISystem> All => s_all;

    public static void Add(Type type) => s_all = [.. s_all, Make(type)];

    public static void Remove(Type type) => s_all = [.. s_all.Where(s => s.GetType() != type)];

    public static bool IsSystem(Type type) => type.IsClass && typeof(ISystem).IsAssignableFrom(type);

    private static ISystem Make(Type type) => (ISystem)Activator.CreateInstance(type)!;
}

/// <summary>Who runs moves.</summary>
[Swappable]
internal sealed class Movement : ISystem
{
    public void Update(World world, double seconds)
    {
        foreach (Entity entity in world.Entities)
            entity.X += Step(entity.Speed, seconds);
    }

    private static double Step(double speed, double seconds) => speed * seconds;
}
