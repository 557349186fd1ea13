using System.Reflection;

namespace HotWeave;

/// <summary>
/// A method that a patch adds to a deployed type, for hooks round a swap that do what start-up code did for the methods it found
/// (<see cref="SwapHookContext.AddedMembers"/>). Immutable, and valid as long as the process.
/// </summary>
/// <remarks>
/// Who calls it, or a delegate of it, is answered by its own version: by a later patch's body of the method where that is current, and by
/// the last one that there was where no version has the method any more.
/// </remarks>
public sealed class AddedMember
{
    internal AddedMember(Type declaringType, MethodInfo method)
    {
        DeclaringType = declaringType;
        Method = method;
        IsStatic = !(method.GetParameters() is [{ Name: "self" } first, ..] && first.ParameterType == declaringType);
    }

    /// <summary>The deployed type.</summary>
    public Type DeclaringType { get; }

    /// <summary>The method's name in the source.</summary>
    public string Name => Method.Name;

    /// <summary>Whether it is called without an object.</summary>
    public bool IsStatic { get; }

    /// <summary>
    /// The method as a static one of the patch's, with its attributes: of an instance method the first parameter is the object, then come
    /// the method's own.
    /// </summary>
    public MethodInfo Method { get; }

    /// <summary>Calls it.</summary>
    /// <param name="target">The object; null for a static method.</param>
    /// <param name="arguments">What it takes.</param>
    /// <returns>What it returns; null for nothing.</returns>
    /// <remarks>What it throws comes out as it is.</remarks>
    public object? Invoke(object? target, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (!IsStatic)
            ArgumentNullException.ThrowIfNull(target);
        return Method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, IsStatic ? arguments : [target, .. arguments], null);
    }

    /// <summary>A delegate of it.</summary>
    /// <typeparam name="TDelegate">The delegate's type, of the method's own parameters.</typeparam>
    /// <param name="target">The object; null for a static method.</param>
    /// <exception cref="ArgumentException">The method has other parameters.</exception>
    public TDelegate CreateDelegate<TDelegate>(object? target)
        where TDelegate : Delegate
    {
        if (IsStatic)
            return Method.CreateDelegate<TDelegate>();
        ArgumentNullException.ThrowIfNull(target);
        return Method.CreateDelegate<TDelegate>(target);
    }
}
