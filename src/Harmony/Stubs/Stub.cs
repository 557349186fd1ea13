using System.Reflection;

namespace HotWeave.Harmony.Stubs;

/// <summary>What stands before the code of a method from when Harmony put it there.</summary>
/// <param name="Method">The method.</param>
/// <param name="Slot">The field with the dispatch object of its type's current version; null is the code that was loaded.</param>
/// <param name="Dispatch">The dispatch method.</param>
internal sealed record Stub(MethodBase Method, FieldInfo Slot, MethodInfo Dispatch)
{
    /// <summary>How many arguments it passes on, the object among them.</summary>
    public int Arguments => Method.GetParameters().Length + (Method.IsStatic ? 0 : 1);

    /// <summary>What people call the method.</summary>
    public string Name => MethodNames.Describe(Method);
}
