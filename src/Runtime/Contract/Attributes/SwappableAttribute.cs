namespace HotWeave;

/// <summary>
/// Marks code that a patch can replace in a running process. The weaver gives the marked methods stubs; names, signatures and
/// behaviour stay as they were.
/// </summary>
/// <remarks>
/// <para>On a class, struct or interface: the type, its closures and state machines, and the types nested in it are swappable.</para>
/// <para>On a method: that method gets a stub, though its type is not marked.</para>
/// <para>On an assembly: every type of the assembly is swappable, save those marked <see cref="NotSwappableAttribute"/>.</para>
/// <para>The attribute is read when the assembly is woven; at run time it does nothing.</para>
/// </remarks>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Assembly,
    Inherited = false)]
public sealed class SwappableAttribute : Attribute
{
    /// <summary>
    /// True: the type gets an override, with a stub, of each virtual method of base types outside the assembly that it does not override
    /// yet (<c>ToString</c>, <c>Dispose(bool)</c>), so that a patch can add an override of its own. The override calls the base.
    /// Reflection shows it, and frameworks that ask whether a method is overridden (<c>Stream</c> does) hear yes. Classes and structs
    /// only. On an assembly: every swappable type, save those whose own attribute says otherwise, and save <c>Equals</c> and <c>GetHashCode</c> of structs without
    /// references, which .NET compares by their bits without. False: none. Not said: what the setting <c>HotWeaveOverrides</c> says, which is
    /// those that no framework asks for.
    /// </summary>
    public bool Overrides { get; set; }

    /// <summary>
    /// True: the class is woven so that a patch can let it implement further interfaces, for objects that exist too: it implements
    /// <see cref="System.Runtime.InteropServices.IDynamicInterfaceCastable"/>, which reflection shows. A cast of its objects to an interface that
    /// they do not have costs about ten times as much. Classes only; holds for derived classes. On an assembly: every swappable class, save those
    /// whose own attribute says otherwise and have no base class that does it. Default: false.
    /// </summary>
    public bool Interfaces { get; set; }

    /// <summary>
    /// True: the type's objects, and those of classes derived from it, are listed weakly from their construction on, so that a
    /// <see cref="CodeChangeAttribute"/> method can convert them all at once. Costs about a weak reference per object. Classes only.
    /// Default: false.
    /// </summary>
    public bool Track { get; set; }
}
