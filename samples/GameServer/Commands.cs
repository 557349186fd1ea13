using System.Collections.Concurrent;
using System.Reflection;
using HotWeave;

namespace GameServer;

/// <summary>Marks a command that players may send.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CommandAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>What a command does.</summary>
internal interface ICommand
{
    string Run(World world, Entity entity, string[] words);
}

/// <summary>The commands by name, found by their attribute when the server starts.</summary>
[Swappable]
internal static class Commands
{
    private static readonly ConcurrentDictionary<string, ICommand> s_commands =
        new(typeof(Commands).Assembly.GetTypes().Where(IsCommand).ToDictionary(FindName, Make));

    /// <summary>Adds a command.</summary>
    public static void Add(Type type) => s_commands[FindName(type)] = Make(type);

    /// <summary>Takes a command away.</summary>
    public static void Remove(Type type) => s_commands.TryRemove(FindName(type), out _);

    public static bool IsCommand(Type type) => type.IsDefined(typeof(CommandAttribute), inherit: false);

    /// <summary>Answers a line of a player: how many commands that one sent, and what came of it.</summary>
    public static string Run(World world, Entity entity, string line)
    {
        string[] words = line.Split(' ');
        string answer = s_commands.TryGetValue(words[0], out ICommand? command) ? command.Run(world, entity, words) : $"unknown {words[0]}";
        return $"{++entity.Commands} {answer}";
    }

    private static string FindName(Type type) => type.GetCustomAttribute<CommandAttribute>()!.Name;

    private static ICommand Make(Type type) => (ICommand)Activator.CreateInstance(type)!;
}

[Swappable]
[Command("run")]
internal sealed class RunCommand : ICommand
{
    public string Run(World world, Entity entity, string[] words)
    {
        entity.Speed = double.Parse(words[1]);
        return $"runs {entity.Speed:0}";
    }
}

[Swappable]
[Command("look")]
internal sealed class LookCommand : ICommand
{
    public string Run(World world, Entity entity, string[] words) => entity.Describe();
}
