using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Orleans;

namespace HotWeave.Orleans.Calls;

/// <summary>Which grains' calls are units, and what these are called.</summary>
internal static class UnitNames
{
    private const string Timer = "IGrainTimerInvoker";

    // By type, weakly: a patch may bring grains and be unloaded.
    private static readonly ConditionalWeakTable<Type, TypeNames> s_types = [];

    /// <summary>
    /// False for what belongs to Orleans: membership, directories, storage and queues in memory. They run no code that is swapped, and must
    /// not wait.
    /// </summary>
    internal static bool IsOfApplication(object? grain) => grain is not null && FindNames(grain.GetType()).IsOfApplication;

    /// <summary>What status and messages call the unit, such as <c>Account.Deposit</c>.</summary>
    internal static string FindName(IIncomingGrainCallContext call) =>
        FindNames(call.Grain.GetType()).FindName(call.InterfaceName == Timer ? "timer" : call.MethodName);

    private static TypeNames FindNames(Type type) => s_types.GetValue(type, static t => new TypeNames(t));

    private sealed class TypeNames(Type type)
    {
        private readonly string _name = type.Name;
        private readonly ConcurrentDictionary<string, string> _names = [];

        internal bool IsOfApplication { get; } = type.Assembly.GetName().Name?.StartsWith("Orleans.", StringComparison.Ordinal) != true;

        internal string FindName(string method) => _names.GetOrAdd(method, static (m, type) => $"{type}.{m}", _name);
    }
}
