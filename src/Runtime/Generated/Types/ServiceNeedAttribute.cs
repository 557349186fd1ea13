using System.ComponentModel;

namespace HotWeave.Runtime;

/// <summary>Says of a patch that objects of a type that exist get a service; people have no use for it.</summary>
/// <param name="owner">The type.</param>
/// <param name="service">The type of the service.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ServiceNeedAttribute(Type owner, Type service) : Attribute
{
    /// <summary>The type whose objects get it. Never null.</summary>
    public Type Owner => owner;

    /// <summary>The type of the service. Never null.</summary>
    public Type Service => service;
}
