using Mono.Cecil.Cil;
using Xunit;

namespace HotWeave.Weaver.Tests.Verification;

/// <summary>What the evaluation stack holds, how deep it is, and what arithmetic takes (ECMA-335 III.1).</summary>
public class StackRuleTests
{
    [Fact]
    public void Numbers_of_one_size_are_added()
    {
        var body = new SmallBody("Int64", "Int64", "Int64");
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ldarg_1);
        body.IL.Emit(OpCodes.Add);
        body.IL.Emit(OpCodes.Ret);
        body.Holds();
    }

    [Theory]
    [InlineData("Int32", "Int64")]
    [InlineData("Int64", "Double")]
    [InlineData("Int32", "Single")]
    public void Numbers_of_two_sizes_are_not(string left, string right)
    {
        var body = new SmallBody("Void", left, right);
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ldarg_1);
        body.IL.Emit(OpCodes.Add);
        body.IL.Emit(OpCodes.Pop);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("two numbers of one size", "and");
    }

    [Theory]
    [InlineData("Int32", "IntPtr")]
    [InlineData("IntPtr", "IntPtr")]
    public void Int32_and_native_int_go_together(string left, string right)
    {
        var body = new SmallBody("IntPtr", left, right);
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ldarg_1);
        body.IL.Emit(OpCodes.Mul);
        body.IL.Emit(OpCodes.Ret);
        body.Holds();
    }

    [Theory]
    [InlineData("String", "string")]
    [InlineData("DateTime", "value System.DateTime")]
    public void Nothing_but_numbers_is_added(string type, string found)
    {
        var body = new SmallBody("Void", type);
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ldc_I4_1);
        body.IL.Emit(OpCodes.Add);
        body.IL.Emit(OpCodes.Pop);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("a number", found);
    }

    [Fact]
    public void An_enumeration_is_its_number()
    {
        var body = new SmallBody("DayOfWeek", "DayOfWeek");
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ldc_I4_1);
        body.IL.Emit(OpCodes.Add);
        body.IL.Emit(OpCodes.Ret);
        body.Holds();
    }

    [Fact]
    public void A_value_that_nobody_pushed_is_missed()
    {
        var body = new SmallBody();
        body.IL.Emit(OpCodes.Pop);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("a value on the stack", "an empty stack");
    }

    [Fact]
    public void What_is_left_at_the_return_is_too_much()
    {
        var body = new SmallBody();
        body.IL.Emit(OpCodes.Ldc_I4_0);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("nothing else on the stack", "1 more");
    }

    [Fact]
    public void A_method_that_returns_a_value_has_it_on_the_stack()
    {
        var body = new SmallBody("String");
        body.IL.Emit(OpCodes.Ldc_I4_0);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("string", "int32");
    }

    [Fact]
    public void A_body_ends_with_an_instruction_that_goes_elsewhere()
    {
        var body = new SmallBody();
        body.IL.Emit(OpCodes.Nop);
        body.Breaks("an instruction after this one", "the end of the body");
    }

    [Fact]
    public void Not_even_code_that_nothing_leads_to_runs_over_the_end()
    {
        var body = new SmallBody();
        body.IL.Emit(OpCodes.Ret);
        body.IL.Emit(OpCodes.Nop);
        body.Breaks("an instruction after this one", "the end of the body");
    }

    [Fact]
    public void Two_ways_bring_the_same_number_of_values()
    {
        var body = new SmallBody("Void", "Boolean");
        var end = body.IL.Create(OpCodes.Ret);
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Brtrue, end);
        body.IL.Emit(OpCodes.Ldc_I4_0);
        body.IL.Append(end);
        body.Breaks("0 values on the stack", "1");
    }

    [Fact]
    public void Two_ways_bring_values_of_one_kind()
    {
        var body = Choice("Object", "String", "Int32");
        body.Breaks("string, as another way brings", "int32");
    }

    [Theory]
    [InlineData("Object", "String", "Version")]
    [InlineData("Exception", "ArgumentNullException", "InvalidOperationException")]
    [InlineData("SystemException", "ArgumentNullException", "InvalidOperationException")]
    [InlineData("IComparable", "String", "Version")]
    public void Where_two_ways_meet_is_what_both_have(string returns, string left, string right) => Choice(returns, left, right).Holds();

    [Fact]
    public void Where_two_ways_meet_is_nothing_that_only_one_has() => Choice("ArgumentException", "ArgumentNullException", "InvalidOperationException").Breaks("ArgumentException", "SystemException");

    private static SmallBody Choice(string returns, string left, string right)
    {
        var body = new SmallBody(returns, "Boolean", left, right);
        var other = body.IL.Create(OpCodes.Ldarg_2);
        var end = body.IL.Create(OpCodes.Ret);
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Brtrue, other);
        body.IL.Emit(OpCodes.Ldarg_1);
        body.IL.Emit(OpCodes.Br, end);
        body.IL.Append(other);
        body.IL.Append(end);
        return body;
    }
}
